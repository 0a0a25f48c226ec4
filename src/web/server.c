/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/server.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/translate.h"
#include "view/view.h"
#include "web/browser.h"
#include "web/exchange.h"
#include "web/log.h"
#include "web/request.h"
#include "web/route.h"
#include "web/stream.h"
#include "web/tls.h"
#include "web/user.h"

#define LOOPBACK "127.0.0.1"
#define CONNECTION_MEMORY (size_t)32768

void server_print_address(const struct server *server)
{
	printf("%s/#token=%s\n", server->address, server->sessions.token);
	fflush(stdout);
}

void server_resume(struct server *server, struct MHD_Connection *connection)
{
	server->resumed = true;
	server->mhd->MHD_resume_connection(connection);
}

static void on_line(unsigned job, const char *line, void *data)
{
	struct server *server = data;
	struct exchange *exchange = exchange_of_job(server, job);

	if (exchange)
		exchange_line(exchange, line);
	else
		api_job_line(server, job, line);
}

static void on_ended(unsigned job, const struct backend_end *end, void *data)
{
	struct server *server = data;
	struct exchange *exchange = exchange_of_job(server, job);

	if (exchange)
		exchange_ended(exchange, end);
	else
		api_job_ended(server, job, end);
}

static void on_changed(unsigned what, void *data)
{
	static const char *const names[] = {"devices", "vms", "transactions"};
	json_t *list = json_array();

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (what & 1u << i)
			json_array_append_new(list, json_string(names[i]));
	streams_send(data, "changed", json_pack("{so}", "what", list));
}

static void say_nothing(void *data, const char *format, va_list args)
{
}

static struct MHD_Daemon *start_daemon(struct server *server, int socket, const struct tls *tls)
{
	const struct MHD_OptionItem secure[] = {
	        {MHD_OPTION_HTTPS_MEM_CERT, 0, tls->certificate},
	        {MHD_OPTION_HTTPS_MEM_KEY, 0, tls->key},
	        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)TLS_PRIORITIES},
	        {MHD_OPTION_END, 0, NULL},
	};
	const struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
	unsigned flags = MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;

	if (tls->certificate)
		flags |= MHD_USE_TLS;
	return server->mhd->MHD_start_daemon(
	        flags, 0, NULL, NULL, exchange_request, server, MHD_OPTION_EXTERNAL_LOGGER,
	        say_nothing, NULL, MHD_OPTION_LISTEN_SOCKET, (MHD_socket)socket,
	        MHD_OPTION_CONNECTION_LIMIT, (unsigned)MAX_CONNECTIONS,
	        MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY,
	        MHD_OPTION_CONNECTION_TIMEOUT, 60u, MHD_OPTION_STRICT_FOR_CLIENT, 1,
	        MHD_OPTION_URI_LOG_CALLBACK, exchange_target, server, MHD_OPTION_NOTIFY_CONNECTION,
	        exchange_connection, server, MHD_OPTION_NOTIFY_COMPLETED, exchange_completed,
	        server, MHD_OPTION_ARRAY, tls->certificate ? secure : none, MHD_OPTION_END);
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
	if (!a || !b)
		return a ? a : b;
	return a < b ? a : b;
}

/* How long to wait, NULL: until something happens. */
static struct timeval *wait_time(const struct server *server, uint64_t next, struct timeval *ret)
{
	const uint64_t now = clock_now();
	int limit = backend_wait_limit(server->backend);
	MHD_UNSIGNED_LONG_LONG ms;

	if (limit >= 0)
		next = earlier(next, now + (uint64_t)limit * (CLOCK_SECOND / 1000));
	if (server->mhd->MHD_get_timeout(server->daemon, &ms) == MHD_YES)
		next = earlier(next, now + ms * (CLOCK_SECOND / 1000));
	if (!next)
		return NULL;
	next = next > now ? next - now : 0;
	ret->tv_sec = (__typeof__(ret->tv_sec))(next / CLOCK_SECOND);
	ret->tv_usec = (__typeof__(ret->tv_usec))(next % CLOCK_SECOND / 1000);
	return ret;
}

/* Waits, and does what there is to be done. Returns 0 or a negative errno. */
static int turn(struct server *server, uint64_t next)
{
	int backend = backend_descriptor(server->backend);
	struct timeval time;
	fd_set read, write, except;
	MHD_socket max = 0;

	FD_ZERO(&read);
	FD_ZERO(&write);
	FD_ZERO(&except);
	if (server->mhd->MHD_get_fdset2(server->daemon, &read, &write, &except, &max, FD_SETSIZE) !=
	    MHD_YES)
		return -EIO;
	if (backend >= 0)
		FD_SET((MHD_socket)backend, &read);
	if (backend > (int)max)
		max = (MHD_socket)backend;
	max = (MHD_socket)streams_listen(server, &read, (int)max);
	/* Winsock does not set errno. */
	if (select((int)max + 1, &read, &write, &except, wait_time(server, next, &time)) < 0)
		return errno == EINTR ? 0 : -EIO;
	streams_hear(server, &read);
	server->mhd->MHD_run_from_select(server->daemon, &read, &write, &except);
	return backend_turn(server->backend);
}

/* Until the backend ends. */
static void loop(struct server *server)
{
	uint64_t next = 0;

	while (turn(server, next) == 0) {
		const uint64_t now = clock_now();

		next = earlier(exchanges_sweep(server, now), streams_keep(server, now));
		/* Else it would wait for the next thing that happens. */
		while (server->resumed) {
			server->resumed = false;
			server->mhd->MHD_run(server->daemon);
		}
	}
}

static int serve(struct server *server, int socket, const struct tls *tls,
                 struct dda_error **ret_error)
{
	server->daemon = start_daemon(server, socket, tls);
	if (!server->daemon)
		return error_set(ret_error, -EIO, DDA_ERROR_FAILED, "libmicrohttpd",
		                 tls->certificate ? "did not take certificate and key"
		                                  : "could not be started",
		                 NULL);
	server_print_address(server);
	loop(server);
	exchanges_release(server);
	server->mhd->MHD_stop_daemon(server->daemon);
	jobs_deinit(&server->jobs);
	backend_close(server->backend);
	return 0;
}

/* Divides the process, where the platform does that; serves in one of them. */
static int divide(struct server *server, int socket, const struct tls *tls,
                  struct dda_error **ret_error)
{
	const struct backend_options options = {
	        .host = server->options->host,
	        .read_only = server->options->read_only,
	        .keep = socket,
	};
	const struct backend_events events = {on_line, on_ended, on_changed, server};
	int status = 0, r = backend_open(&options, &events, &server->backend, &status, ret_error);

	if (r != 0)
		return r < 0 ? r : status;
	return serve(server, socket, tls, ret_error);
}

/* What it may be called, and the address that is printed: the one it listens at. */
static void name_server(struct server *server, const struct tls *tls, char *address, size_t size)
{
	static const char *const loopback[] = {LOOPBACK, "localhost", "[::1]"};
	static char listening[SOCKET_NAME_SIZE];
	static const char *const alone[] = {listening};
	const char *listen = server->options->listen ? server->options->listen : LOOPBACK;
	const bool six = strchr(listen, ':') != NULL;

	snprintf(listening, sizeof(listening), "%s%.50s%s", six ? "[" : "", listen, six ? "]" : "");
	server->names.items = alone;
	server->names.count = 1;
	if (socket_is_loopback(listen) == 1) {
		server->names.items = loopback;
		server->names.count = sizeof(loopback) / sizeof(loopback[0]);
	}
	server->names.tls = tls->certificate != NULL;
	server->names.is_certified = tls->names ? certificate_is_for : NULL;
	server->names.certificate = tls->names;
	snprintf(address, size, "http%s://%s:%u", server->names.tls ? "s" : "", listening,
	         server->names.port);
	server->address = address;
}

/* Where it can't be opened, the address is printed all the same. */
static void open_browser(const struct server *server, char file[static BROWSER_FILE_SIZE])
{
	_cleanup_error_ struct dda_error *error = NULL;
	char address[256];

	*file = '\0';
	if (!server->options->open)
		return;
	snprintf(address, sizeof(address), "%s/#token=%s", server->address, server->sessions.token);
	if (browser_open(address, file, &error) < 0)
		view_write_error(error, stderr);
}

static int open_socket(struct server *server, struct dda_error **ret_error)
{
	const struct web_options *options = server->options;

	return socket_listen(options->listen ? options->listen : LOOPBACK, options->port,
	                     &server->names.port, ret_error);
}

int web_run(const struct web_options *options, struct dda_error **ret_error)
{
	static struct server server;
	_cleanup_(tls_deinit) struct tls tls = {0};
	char address[128], user[64], file[BROWSER_FILE_SIZE];
	int socket, r;

	server.options = options;
	r = tls_read(options, &tls, ret_error);
	if (r == 0)
		r = mhd_load(&server.mhd, ret_error);
	if (r < 0)
		return r;
	if (sessions_renew(&server.sessions) < 0)
		return error_set(ret_error, -EIO, DDA_ERROR_FAILED, "web", "no random numbers",
		                 NULL);
	socket = open_socket(&server, ret_error);
	if (socket < 0)
		return socket;
	user_name(user, sizeof(user));
	server.user = user;
	name_server(&server, &tls, address, sizeof(address));
	open_browser(&server, file);
	/* What browsers and the log are told is in English; what a command answers, in the language
	 * that it was asked for. */
	translate_to("en");
	r = divide(&server, socket, &tls, ret_error);
	browser_forget(file);
	return r;
}
