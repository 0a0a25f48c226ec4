/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model-host.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"
#include "test.h"

struct model_world *model_world;

static void point(void)
{
	if (model_world && ++model_world->points == model_world->kill_at)
		kill(getpid(), SIGKILL);
}

static bool is_file(int fd)
{
	struct stat status;

	return model_world && fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

ssize_t __real_write(int fd, const void *bytes, size_t size);
ssize_t __wrap_write(int fd, const void *bytes, size_t size);
int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __real_unlink(const char *path);
int __wrap_unlink(const char *path);

/* Half a line may be all that is there of it. */
ssize_t __wrap_write(int fd, const void *bytes, size_t size)
{
	ssize_t n;

	if (!is_file(fd))
		return __real_write(fd, bytes, size);
	if (model_world->full_at && ++model_world->writes >= model_world->full_at) {
		errno = ENOSPC;
		return -1;
	}
	point();
	n = __real_write(fd, bytes, size / 2);
	point();
	if (n == (ssize_t)(size / 2))
		n += __real_write(fd, (const char *)bytes + n, size - size / 2);
	point();
	return n;
}

int __wrap_fsync(int fd)
{
	point();
	if (model_world) {
		model_world->syncs++;
		usleep(model_world->sync);
	}
	return 0; /* a kill loses nothing that was written, and a disk takes its time */
}

int __wrap_rename(const char *from, const char *to)
{
	int r;

	point();
	r = __real_rename(from, to);
	point();
	return r;
}

int __wrap_unlink(const char *path)
{
	point();
	return __real_unlink(path);
}

void model_map(void)
{
	model_world = mmap(NULL, sizeof(*model_world), PROT_READ | PROT_WRITE,
	                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(model_world, MAP_FAILED);
}

void model_reset(void)
{
	memset(model_world, 0, sizeof(*model_world));
	model_world->device = 0x1db1;
	model_world->vms[3].window = 4096;
	model_world->vms[3].recorded = 2048 + 1;
	for (unsigned i = 0; i < MODEL_CARDS; i++)
		for (unsigned j = 0; j < MODEL_FUNCTIONS; j++)
			model_world->functions[i][j].vm = -1;
}

static void broken(const char *what, const struct step *step)
{
	snprintf(model_world->broken, sizeof(model_world->broken), "%s: %s %s", what,
	         step_kind_name(step->kind), address_format(step->function).text);
}

static struct model_function *function_of(struct address address)
{
	return &model_world->functions[address.bus - 1][address.function];
}

static void tell_vm(FILE *out, unsigned number)
{
	const struct model_vm *vm = &model_world->vms[number];

	if (vm->deleted)
		return;
	fprintf(out, "vm %c %s\n", 'a' + (int)number, vm->running ? "running" : "off");
	fprintf(out, "setting %c %s\n", 'a' + (int)number, vm->set ? "kept-all" : "target 1024");
	fprintf(out, "setting %c window %u", 'a' + (int)number, vm->window);
	if (vm->recorded)
		fprintf(out, " %u", vm->recorded - 1);
	fputc('\n', out);
	for (unsigned i = 5; i < 8; i++)
		if (vm->port[i])
			fprintf(out, "port %c %u\n", 'a' + (int)number, i);
}

static void tell_card(FILE *out, unsigned number)
{
	static const char *const words[] = {"host", "disabled", "dismounted"};

	fprintf(out, "card 0000:%02x:00 %u host\n", number + 1, 10 + number);
	for (unsigned i = 0; i < MODEL_FUNCTIONS; i++)
		fprintf(out, "state 0000:%02x:00.%u %s\n", number + 1, i,
		        words[model_world->functions[number][i].state]);
}

static void tell_given(FILE *out, unsigned number)
{
	for (unsigned i = 0; i < MODEL_FUNCTIONS; i++) {
		int vm = model_world->functions[number][i].vm;

		if (vm >= 0 && !model_world->vms[vm].deleted)
			fprintf(out, "give 0000:%02x:00.%u %c %u ours\n", number + 1, i, 'a' + vm,
			        model_world->functions[number][i].bus);
	}
}

static char *tell(void)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (unsigned i = 0; i < MODEL_CARDS; i++)
		tell_card(out, i);
	for (unsigned i = 0; i < MODEL_CARDS; i++)
		tell_vm(out, i);
	for (unsigned i = 0; i < MODEL_CARDS; i++)
		tell_given(out, i);
	fclose(out);
	return text;
}

static bool can_change(const struct dda_host *host)
{
	return true;
}

static int observe(struct dda_host *host, unsigned want, struct dda_inventory **ret,
                   struct dda_error **ret_error)
{
	_cleanup_free_ char *text = tell();
	struct dda_inventory *inventory = given(text);

	if (model_world->mute && model_world->mute--)
		inventory->vms_fact.fact = (struct fact){.state = FACT_UNKNOWN,
		                                         .error = ECONNREFUSED};
	inventory->boot_id = arena_format(&inventory->arena, "boot-%u", model_world->boot);
	for (size_t i = 0; i < inventory->functions.count; i++) {
		struct dda_function *function = &inventory->functions.items[i];

		function->device_id.value = model_world->device;
		function->location_path =
		        arena_format(&inventory->arena, "PCIROOT(0)#PCI(%02X00)#PCI(000%X)",
		                     function->address.bus, function->address.function);
	}
	*ret = inventory;
	return 0;
}

static int identify(struct dda_host *host, const struct identity *was, struct dda_error **ret_error)
{
	return was->device_id == (int)model_world->device
	               ? 0
	               : error_set(ret_error, -ENXIO, DDA_ERROR_FAILED, "x", "another one", NULL);
}

/* The state from which a step begins, and to which it leads. */
static bool fits(const struct step *step)
{
	const struct model_function *function = step_has_function(step)
	                                                ? function_of(step->function)
	                                                : NULL;

	switch (step->kind) {
	case STEP_DISABLE:
		return function->state == MODEL_HOST;
	case STEP_DISMOUNT:
	case STEP_ENABLE:
		return function->state == MODEL_DISABLED;
	case STEP_MOUNT:
		return function->state == MODEL_OUT && function->vm < 0;
	case STEP_ADD:
		return function->state == MODEL_OUT && function->vm < 0;
	default:
		return !step->vm || !model_world->vms[*step->vm - 'a'].running;
	}
}

static int test(struct dda_host *host, const struct step *step, struct dda_error **ret_error)
{
	return fits(step)
	               ? 0
	               : error_set(ret_error, -ENXIO, DDA_ERROR_FAILED, "x", "does not fit", NULL);
}

static void change_function(const struct step *step)
{
	struct model_function *function = function_of(step->function);

	if (step->kind != STEP_DISMOUNT && function->vm >= 0)
		broken("with a VM", step);
	if (step->kind == STEP_DISABLE || step->kind == STEP_MOUNT)
		function->state = MODEL_DISABLED;
	else
		function->state = step->kind == STEP_ENABLE ? MODEL_HOST : MODEL_OUT;
}

/* By a person's word; the record is as the fixture writes it. */
static void set_window(struct model_vm *vm, const struct step *step)
{
	unsigned to = (unsigned)(step->space.firmware_window >> 20);
	unsigned from = (unsigned)(step->space_before.firmware_window >> 20);

	if (vm->window == from || step->kind == STEP_SET)
		vm->window = to;
	vm->recorded = step->kind == STEP_UNSET && step->record
	                       ? (unsigned)strtoul(step->record, NULL, 10) + 1
	                       : 0;
}

static void change_vm(const struct step *step)
{
	struct model_vm *vm = &model_world->vms[*step->vm - 'a'];

	if (vm->running && step->kind != STEP_STOP)
		broken("the VM runs", step);
	if (step->kind == STEP_START || step->kind == STEP_STOP)
		vm->running = step->kind == STEP_START;
	else if (step->named)
		set_window(vm, step);
	else if (step->kind == STEP_SET || step->kind == STEP_UNSET)
		vm->set = step->kind == STEP_SET;
	else if (step->kind == STEP_PREPARE || step->kind == STEP_UNPREPARE)
		vm->port[step->guest.bus] = step->kind == STEP_PREPARE;
	else
		*function_of(step->function) = (struct model_function){
		        .state = function_of(step->function)->state,
		        .vm = step->kind == STEP_ADD ? *step->vm - 'a' : -1,
		        .bus = step->guest.bus,
		};
}

/* As a write to sysfs that the kernel does not finish. It has what its parent has open. */
static void get_stuck(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		sleep(60);
		_exit(0);
	}
	model_world->stuck = (int)pid;
	kill(getpid(), SIGKILL);
}

static int apply(struct dda_host *host, const struct step *step, struct dda_error **ret_error)
{
	unsigned number = ++model_world->applies;

	point();
	if (number == model_world->stuck_at)
		get_stuck();
	usleep(model_world->wait);
	if (model_world->fail_at == number ||
	    (model_world->fail_on && model_world->fail_at && number > model_world->fail_at))
		return error_set(ret_error, -(int)model_world->error, DDA_ERROR_FAILED, "x",
		                 "it fails", NULL);
	if (step->kind < STEP_PREPARE)
		change_function(step);
	else
		change_vm(step);
	point();
	return 0;
}

static int settle(struct dda_host *host, const struct step *step, uint64_t deadline,
                  struct dda_error **ret_error)
{
	return 0;
}

static void close_host(struct dda_host *host)
{
	free(host);
}

struct dda_host *model_open(void)
{
	static const struct host_operations operations = {
	        .name = "model",
	        .can_change = can_change,
	        .observe = observe,
	        .test = test,
	        .identify = identify,
	        .apply = apply,
	        .settle = settle,
	        .close = close_host,
	};
	struct dda_host *host = calloc(1, sizeof(*host));

	host->operations = &operations;
	return host;
}

bool model_card_is(unsigned card, int vm)
{
	for (unsigned i = 0; i < MODEL_FUNCTIONS; i++) {
		const struct model_function *function = &model_world->functions[card][i];

		if (function->vm != vm || function->state != (vm < 0 ? MODEL_HOST : MODEL_OUT))
			return false;
	}
	return true;
}
