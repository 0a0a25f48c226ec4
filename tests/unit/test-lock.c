/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "exec/lock.h"
#include "test.h"

/* Only one has it; the others learn who. It is there again when that one gives it back. */
static void test_lock(void **state)
{
	_cleanup_(lock_release) struct lock one = LOCK_NONE, other = LOCK_NONE;
	_cleanup_error_ struct dda_error *error = NULL;
	char holder[32];

	snprintf(holder, sizeof(holder), "(process %d)", (int)getpid());
	assert_int_equal(lock_take(&one, NULL), 0);
	assert_int_equal(lock_take(&other, &error), -EBUSY);
	assert_int_equal(dda_error_kind(error), DDA_ERROR_BUSY);
	assert_non_null(strstr(dda_error_evidence(error), holder));
	lock_release(&one);
	assert_int_equal(lock_take(&other, NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_lock)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
