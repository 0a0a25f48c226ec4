/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/broker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "web/command.h"
#include "web/packet.h"
#include "web/watch.h"

struct job {
	struct command_line command;
	uint32_t number;
	uint64_t deadline; /* clock_now() time, 0: none; only of those that read */
	bool used, changes, ended, late;
	int status;
};

struct broker {
	const struct backend_options *options;
	struct watch *watch; /* NULL: nobody wants to know */
	int socket, signals;
	struct job jobs[MAX_COMMANDS];
	unsigned changed; /* what could not be said yet */
	struct packet packet;
};

/* Returns 0, or -EAGAIN when the server has to read first. */
static int say_ended(struct broker *broker, uint32_t number, int status, int output)
{
	struct packet packet = {.kind = PACKET_ENDED, .job = number, .value = status};
	struct stat about;

	if (output >= 0 && fstat(output, &about) == 0)
		packet.size = (uint64_t)about.st_size;
	/* What was written last is where the next one would read. */
	if (output >= 0)
		lseek(output, 0, SEEK_SET);
	return packet_send(broker->socket, &packet, output);
}

static void say_line(struct broker *broker, const struct job *job)
{
	struct packet *packet = &broker->packet;

	packet->kind = PACKET_LINE;
	packet->job = job->number;
	packet->length = (uint32_t)strlen(job->command.line) + 1;
	memcpy(packet->text, job->command.line, packet->length);
	/* One that does not fit is lost: a server that does not read must not hold up the command.
	 */
	packet_send(broker->socket, packet, -1);
}

static void read_errors(struct broker *broker, struct job *job)
{
	int r = 0;

	for (int lines = 0; lines < 64 && (r = command_line_read(&job->command)) > 0; lines++)
		say_line(broker, job);
	if (r >= 0)
		return;
	close(job->command.errors);
	job->command.errors = -1;
}

static size_t count_jobs(const struct broker *broker, bool changes)
{
	size_t count = 0;

	for (size_t i = 0; i < MAX_COMMANDS; i++)
		count += broker->jobs[i].used && broker->jobs[i].changes == changes;
	return count;
}

static struct job *free_job(struct broker *broker, bool changes)
{
	if (count_jobs(broker, changes) >= (changes ? MAX_CHANGING : MAX_READING))
		return NULL;
	for (size_t i = 0; i < MAX_COMMANDS; i++)
		if (!broker->jobs[i].used)
			return &broker->jobs[i];
	return NULL;
}

static int start(struct broker *broker, uint32_t number, const char *const *words, size_t count)
{
	struct allowed allowed;
	struct job *job;
	int r = allow(words, count, broker->options->read_only, &allowed, NULL);

	if (r < 0)
		return r;
	job = free_job(broker, allowed.changes);
	if (!job)
		return -EAGAIN;
	r = command_line_begin(&job->command, broker->options->host, words, count,
	                       allowed.changes ? 0 : MAX_OUTPUT);
	if (r < 0)
		return r;
	job->number = number;
	job->used = true;
	job->changes = allowed.changes;
	job->ended = job->late = false;
	job->deadline = allowed.seconds ? clock_now() + allowed.seconds * CLOCK_SECOND : 0;
	return 0;
}

/* The words of a packet, each with its NUL. Returns how many, or -EBADMSG. */
static int split_words(const struct packet *packet, const char **words)
{
	const char *next = packet->text, *end = packet->text + packet->length;
	int count = 0;

	if (!packet->length || end[-1] != '\0')
		return -EBADMSG;
	for (; next < end && count < ALLOW_WORDS; next += strlen(next) + 1)
		words[count++] = next;
	return next < end ? -EBADMSG : count;
}

static void take_start(struct broker *broker)
{
	const struct packet *packet = &broker->packet;
	const uint32_t number = packet->job;
	const char *words[ALLOW_WORDS];
	int r = split_words(packet, words);

	if (r >= 0)
		r = start(broker, number, words, (size_t)r);
	/* If this gets lost the server waits for what it has itself kept from being said. */
	if (r < 0)
		say_ended(broker, number, r, -1);
}

static void take_watch(struct broker *broker, bool wanted)
{
	if (!wanted) {
		watch_close(broker->watch);
		broker->watch = NULL;
	} else if (!broker->watch && watch_open(broker->options->host, &broker->watch) < 0) {
		broker->watch = NULL;
	}
}

/* Returns 0, or a negative errno when the server is no more, or is none of ours. */
static int take_packets(struct broker *broker)
{
	for (int packets = 0; packets < MAX_COMMANDS; packets++) {
		int descriptor = -1;
		int r = packet_receive(broker->socket, &broker->packet, &descriptor);

		if (descriptor >= 0)
			close(descriptor);
		if (r < 0)
			return r == -EAGAIN || r == -EINTR ? 0 : r;
		if (broker->packet.kind == PACKET_START)
			take_start(broker);
		else if (broker->packet.kind == PACKET_WATCH)
			take_watch(broker, broker->packet.value);
		else
			return -EBADMSG;
	}
	return 0;
}

static void turn_job(struct broker *broker, struct job *job)
{
	if (!job->ended && job->deadline && !job->late && clock_now() >= job->deadline) {
		job->late = true;
		command_line_kill(&job->command);
	}
	if (!job->ended && command_line_has_ended(&job->command, &job->status)) {
		job->ended = true;
		/* What it has said, but not what somebody says who has outlived it. */
		if (job->command.errors >= 0)
			read_errors(broker, job);
		if (job->late)
			job->status = -ETIMEDOUT;
	}
	if (!job->ended ||
	    say_ended(broker, job->number, job->status, job->command.output) == -EAGAIN)
		return;
	command_line_deinit(&job->command);
	job->used = false;
}

static void turn_watch(struct broker *broker)
{
	if (broker->watch)
		broker->changed |= watch_turn(broker->watch);
	if (broker->changed) {
		struct packet packet = {.kind = PACKET_CHANGED, .value = (int32_t)broker->changed};

		if (packet_send(broker->socket, &packet, -1) != -EAGAIN)
			broker->changed = 0;
	}
}

/* Whether something waits for the server to read. */
static bool has_unsaid(const struct broker *broker)
{
	bool unsaid = broker->changed;

	for (size_t i = 0; i < MAX_COMMANDS; i++)
		unsaid |= broker->jobs[i].used && broker->jobs[i].ended;
	return unsaid;
}

static int earlier(int a, int b)
{
	if (a < 0 || b < 0)
		return a < 0 ? b : a;
	return a < b ? a : b;
}

static int wait_limit(const struct broker *broker)
{
	int limit = broker->watch ? watch_wait_limit(broker->watch) : -1;
	uint64_t now = clock_now();

	for (size_t i = 0; i < MAX_COMMANDS; i++) {
		const struct job *job = &broker->jobs[i];

		if (job->used && job->deadline && !job->late)
			limit = earlier(limit, job->deadline <= now ? 0
			                                            : (int)((job->deadline - now) /
			                                                    (CLOCK_SECOND / 1000)) +
			                                                      1);
	}
	return limit;
}

/* Waits until there is something to do. */
static void wait_all(const struct broker *broker, struct pollfd *polls)
{
	polls[0] = (struct pollfd){
	        .fd = broker->socket,
	        .events = (short)(POLLIN | (has_unsaid(broker) ? POLLOUT : 0)),
	};
	polls[1] = (struct pollfd){.fd = broker->signals, .events = POLLIN};
	polls[2] = (struct pollfd){
	        .fd = broker->watch ? watch_descriptor(broker->watch) : -1,
	        .events = POLLIN,
	};
	for (size_t i = 0; i < MAX_COMMANDS; i++)
		polls[3 + i] = (struct pollfd){
		        .fd = broker->jobs[i].used ? broker->jobs[i].command.errors : -1,
		        .events = POLLIN,
		};
	poll(polls, 3 + MAX_COMMANDS, wait_limit(broker));
}

/* True when one came that ends us; SIGCHLD only wakes us. */
static bool signals_end(const struct broker *broker)
{
	struct signalfd_siginfo info;

	while (read(broker->signals, &info, sizeof(info)) == sizeof(info))
		if (info.ssi_signo != SIGCHLD)
			return true;
	return false;
}

/* Returns 0 when a signal ended it, or a negative errno when the server did. */
static int turn(struct broker *broker)
{
	struct pollfd polls[3 + MAX_COMMANDS];
	int r;

	for (;;) {
		wait_all(broker, polls);
		if (polls[1].revents && signals_end(broker))
			return 0;
		r = take_packets(broker);
		if (r < 0)
			return r;
		for (size_t i = 0; i < MAX_COMMANDS; i++) {
			if (!broker->jobs[i].used)
				continue;
			if (polls[3 + i].fd == broker->jobs[i].command.errors &&
			    polls[3 + i].revents)
				read_errors(broker, &broker->jobs[i]);
			turn_job(broker, &broker->jobs[i]);
		}
		turn_watch(broker);
	}
}

static void end_jobs(struct broker *broker)
{
	for (size_t i = 0; i < MAX_COMMANDS; i++) {
		struct job *job = &broker->jobs[i];

		if (!job->used)
			continue;
		if (!job->changes && !job->ended) {
			command_line_kill(&job->command);
			waitpid(job->command.pid, NULL, 0);
		}
		command_line_deinit(&job->command);
	}
	watch_close(broker->watch);
}

/* The server ends by itself when our end of the socket is closed; no longer than this. */
static int end_server(pid_t server, int r)
{
	int status = 0;

	for (int i = 0; i < 200 && waitpid(server, &status, WNOHANG) == 0; i++) {
		poll(NULL, 0, 10);
		if (i == 199) {
			kill(server, SIGKILL);
			waitpid(server, &status, 0);
		}
	}
	if (r == 0)
		return 0;
	if (WIFSIGNALED(status))
		fprintf(stderr, "dda: web: its server was ended by signal %d\n", WTERMSIG(status));
	return WIFEXITED(status) && WEXITSTATUS(status) ? WEXITSTATUS(status) : DDA_ERROR_FAILED;
}

static int open_signals(void)
{
	static const int ours[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD};
	sigset_t signals;

	sigemptyset(&signals);
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		sigaddset(&signals, ours[i]);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

int broker_run(const struct backend_options *options, int socket, pid_t server)
{
	static struct broker broker;
	int r;

	broker = (struct broker){.options = options, .socket = socket, .signals = open_signals()};
	r = broker.signals < 0 ? -errno : turn(&broker);
	close(socket);
	end_jobs(&broker);
	return end_server(server, r);
}
