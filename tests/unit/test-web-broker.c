/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "web/broker.h"
#include "web/packet.h"

/*
 * The broker, with us as the server, and with this program as the dda that it starts: see
 * pretend().
 */

/* A broker, and our end of the line to it. */
struct line_to {
	pid_t broker;
	int socket;
	uint32_t last;
};

static struct line_to open_broker(bool read_only)
{
	struct backend_options options = {.read_only = read_only, .keep = -1};
	struct line_to line = {0};
	int ends[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
	line.broker = fork();
	if (line.broker == 0) {
		pid_t nobody = fork();

		if (nobody == 0)
			_exit(0);
		close(ends[1]);
		_exit(broker_run(&options, ends[0], nobody));
	}
	close(ends[0]);
	line.socket = ends[1];
	return line;
}

static void close_broker(struct line_to *line)
{
	int status;

	close(line->socket);
	assert_int_equal(waitpid(line->broker, &status, 0), line->broker);
	assert_true(WIFEXITED(status));
}

/* Sends words, "one two"; returns the number of the job. */
static uint32_t start(struct line_to *line, const char *words)
{
	static struct packet packet;

	packet.kind = PACKET_START;
	packet.job = ++line->last;
	packet.length = (uint32_t)strlen(words) + 1;
	memcpy(packet.text, words, packet.length);
	for (char *c = packet.text; *c || c < packet.text + packet.length - 1; c++)
		if (*c == ' ')
			*c = '\0';
	assert_int_equal(packet_send(line->socket, &packet, -1), 0);
	return packet.job;
}

/* The next packet of that kind about that job; those of other kinds are passed over. */
static const struct packet *wait_for(struct line_to *line, uint32_t job, uint32_t kind,
                                     int *ret_output)
{
	static struct packet packet;
	struct pollfd poll_fd = {.fd = line->socket, .events = POLLIN};

	for (;;) {
		int output = -1, r;

		assert_int_equal(poll(&poll_fd, 1, 20000), 1);
		r = packet_receive(line->socket, &packet, &output);
		assert_int_equal(r, 0);
		if (packet.job == job && packet.kind == kind) {
			*ret_output = output;
			return &packet;
		}
		if (output >= 0)
			close(output);
	}
}

static int status_of(struct line_to *line, uint32_t job)
{
	int output;
	const struct packet *packet = wait_for(line, job, PACKET_ENDED, &output);

	if (output >= 0)
		close(output);
	return packet->value;
}

static void test_answers(void **state)
{
	struct line_to line = open_broker(false);
	uint32_t job = start(&line, "--json list");
	const struct packet *packet;
	char text[64] = "";
	int output;

	packet = wait_for(&line, job, PACKET_LINE, &output);
	assert_string_equal(packet->text, "a line");
	packet = wait_for(&line, job, PACKET_ENDED, &output);
	assert_int_equal(packet->value, 1);
	assert_int_equal(read(output, text, sizeof(text) - 1), packet->size);
	assert_string_equal(text, "--json list ");
	close(output);
	close_broker(&line);
}

/* The server is not believed: what it should not have asked for is not done. */
static void test_refuses(void **state)
{
	struct line_to line = open_broker(false);

	assert_int_equal(status_of(&line, start(&line, "boot")), -EPERM);
	assert_int_equal(status_of(&line, start(&line, "web")), -EPERM);
	assert_int_equal(status_of(&line, start(&line, "--host root:/ list")), -EPERM);
	assert_int_equal(status_of(&line, start(&line, "capture /tmp/x")), -EPERM);
	assert_int_equal(status_of(&line, start(&line, "nonsense")), -EINVAL);
	assert_int_equal(status_of(&line, start(&line, "recover")), 1);
	close_broker(&line);
}

static void test_read_only(void **state)
{
	struct line_to line = open_broker(true);

	assert_int_equal(status_of(&line, start(&line, "recover")), -EPERM);
	assert_int_equal(status_of(&line, start(&line, "disable 01:00")), -EPERM);
	assert_int_equal(status_of(&line, start(&line, "disable 01:00 --dry-run")), 1);
	assert_int_equal(status_of(&line, start(&line, "list")), 1);
	close_broker(&line);
}

/* What is no packet of ours ends it. */
static void test_nonsense(void **state)
{
	struct packet packet = {.kind = 77};
	struct line_to line = open_broker(false);
	struct pollfd poll_fd = {.fd = line.socket, .events = POLLIN};
	int output = -1;

	assert_int_equal(packet_send(line.socket, &packet, -1), 0);
	assert_int_equal(poll(&poll_fd, 1, 20000), 1);
	assert_int_equal(packet_receive(line.socket, &packet, &output), -EPIPE);
	close_broker(&line);
}

/* Eight that read at once, and no more; with them ends what they do. */
static void test_many(void **state)
{
	struct line_to line = open_broker(false);
	uint32_t last = 0;

	for (int i = 0; i < 9; i++)
		last = start(&line, "show sleep");
	assert_int_equal(status_of(&line, last), -EAGAIN);
	/* What changes something has places of its own. */
	assert_int_equal(status_of(&line, start(&line, "recover")), 1);
	close_broker(&line);
}

/* A reading that outlives the server is killed, a change goes on to its end. */
static void test_end(void **state)
{
	char folder[] = "/tmp/dda-test-XXXXXX", words[96], done[64];
	struct line_to line = open_broker(false);
	struct stat about;
	int output;

	assert_non_null(mkdtemp(folder));
	snprintf(done, sizeof(done), "%s/done", folder);
	snprintf(words, sizeof(words), "disable %s", done);
	wait_for(&line, start(&line, words), PACKET_LINE, &output);
	close_broker(&line);
	assert_int_not_equal(stat(done, &about), 0);
	for (int i = 0; i < 200 && stat(done, &about) != 0; i++)
		poll(NULL, 0, 50);
	assert_int_equal(stat(done, &about), 0);
	unlink(done);
	rmdir(folder);
}

/* As dda: says its words, and a line; takes its time where the words say so. */
static int pretend(char **words)
{
	fputs("a line\n", stderr);
	for (; *words; words++) {
		printf("%s ", *words);
		if (strcmp(*words, "sleep") == 0)
			poll(NULL, 0, 60000);
		if (strncmp(*words, "/tmp/dda-test-", 14) == 0) {
			poll(NULL, 0, 1500);
			fclose(fopen(*words, "w"));
		}
	}
	return 1;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_answers),   cmocka_unit_test(test_refuses),
	        cmocka_unit_test(test_read_only), cmocka_unit_test(test_nonsense),
	        cmocka_unit_test(test_many),      cmocka_unit_test(test_end),
	};

	if (argc > 1)
		return pretend(argv + 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
