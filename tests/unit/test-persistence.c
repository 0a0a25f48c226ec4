/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "host/linux/origin.h"
#include "host/linux/persistence.h"
#include "host/linux/program.h"
#include "tree.h"

/* A stand-in for NVIDIA's program, which keeps the mode in a file beside it. */
#define STAND_IN                                                                                   \
	"#!/bin/sh\n"                                                                              \
	"cd \"${0%/*}\" || exit 9\n"                                                               \
	"[ \"$1\" = -i ] && [ \"$2\" = 0000:01:00.0 ] || exit 8\n"                                 \
	"case $3 in\n"                                                                             \
	"--query-gpu=persistence_mode) [ \"$4\" = --format=csv,noheader ] && cat mode ;;\n"        \
	"-pm) [ ! -e broken ] || { echo 'No devices were found'; exit 6; }\n"                      \
	"  [ \"$4\" = 1 ] && echo Enabled > mode || echo Disabled > mode ;;\n"                     \
	"esac\n"

static char folder[] = "/tmp/dda-persistence-XXXXXX";
static const struct address gpu = {.bus = 1};

static const char *path_of(const char *name)
{
	static char path[64];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void put(const char *name, const char *text)
{
	FILE *file = fopen(path_of(name), "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_int_equal(chmod(path_of(name), 0755), 0);
}

static int set_up(void **state)
{
	char path[128];

	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s:/usr/bin:/bin", folder);
	return setenv("PATH", path, 1);
}

static int tear_down(void **state)
{
	static const char *const names[] = {"nvidia-smi", "mode", "broken", "slow"};

	for (size_t i = 0; i < COUNT(names); i++)
		unlink(path_of(names[i]));
	return rmdir(folder);
}

static void test_off_and_on(void **state)
{
	struct dda_error *error = NULL;

	put("nvidia-smi", STAND_IN);
	put("mode", "Enabled\n");
	assert_true(persistence_is_on(gpu));
	assert_int_equal(persistence_set(gpu, false, &error), 0);
	assert_false(persistence_is_on(gpu));
	assert_int_equal(persistence_set(gpu, true, &error), 0);
	assert_true(persistence_is_on(gpu));
	assert_null(error);
	assert_false(persistence_is_on((struct address){.bus = 2}));
}

/* What it says is in the error, and what it does not know is not on. */
static void test_failures(void **state)
{
	struct dda_error *error = NULL;

	put("broken", "");
	assert_int_equal(persistence_set(gpu, false, &error), -EIO);
	assert_non_null(strstr(dda_error_evidence(error), "ended with 6 (No devices were found)"));
	assert_string_equal(dda_error_subject(error), "0000:01:00.0");
	error = dda_error_free(error);
	put("mode", "[N/A]\n");
	assert_false(persistence_is_on(gpu));
	unlink(path_of("nvidia-smi"));
	assert_false(persistence_is_on(gpu));
	assert_int_equal(persistence_set(gpu, false, &error), -ENOENT);
	dda_error_free(error);
}

static void test_record(void **state)
{
	static const char record[] = "dda origin 1\ndevice 10de:1db1\ndriver nvidia\noverride -\n";
	struct tree tree = tree_make("run/dda/origin/0000:01:00.0 = with\n", "");
	char path[128];

	assert_false(origin_has_persistence(&tree.root, gpu));
	snprintf(path, sizeof(path), "%s/run/dda/origin/0000:01:00.0", tree.folder);
	for (int on = 0; on < 2; on++) {
		FILE *file = fopen(path, "w");

		fprintf(file, "%s%s", record, on ? "persistence on\n" : "");
		fclose(file);
		assert_int_equal(origin_has_persistence(&tree.root, gpu), on);
	}
	assert_false(origin_has_persistence(&tree.root, (struct address){.bus = 2}));
	tree_remove(&tree);
}

static void test_programs(void **state)
{
	const char *const slow[] = {"slow", NULL}, *const many[] = {"seq", "100000", NULL};
	const char *const killed[] = {"sh", "-c", "kill -9 $$", NULL};
	uint64_t begin = clock_now();
	char output[64];

	put("slow", "#!/bin/sh\necho begun\nexec sleep 30\n");
	assert_int_equal(program_run(slow, output, sizeof(output), begin + CLOCK_SECOND / 5),
	                 -ETIMEDOUT);
	assert_true(clock_now() - begin < 10 * CLOCK_SECOND);
	assert_int_equal(program_run(many, output, sizeof(output), begin + 60 * CLOCK_SECOND), 0);
	assert_int_equal(strlen(output), sizeof(output) - 1);
	assert_memory_equal(output, "1\n2\n3\n", 6);
	assert_int_equal(program_run(killed, output, sizeof(output), begin + 60 * CLOCK_SECOND),
	                 -EINTR);
	assert_string_equal(output, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_off_and_on),
	        cmocka_unit_test(test_failures),
	        cmocka_unit_test(test_record),
	        cmocka_unit_test(test_programs),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
