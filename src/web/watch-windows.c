/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/watch.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/lookup.h"
#include "base/text.h"
#include "exec/folder.h"
#include "web/child-windows.h"

/* Nobody tells: so often we look, and while we look so often whether that has ended. */
#define EVERY (5 * CLOCK_SECOND)
#define LOOK (CLOCK_SECOND / 20)
#define TOO_LONG (60 * CLOCK_SECOND)

/* What is looked at, one after the other; journals by their names, which say whether they are open.
 */
static const struct {
	const char *words[2];
	unsigned kind;
} looks[] = {
        {{"--json", "list"}, WATCH_DEVICES},
        {{"--json", "vms"}, WATCH_VMS},
};

#define LOOKS (sizeof(looks) / sizeof(looks[0]))

struct watch {
	const char *host;
	struct child child;
	bool runs;
	size_t look;         /* the one that runs, or comes next */
	uint64_t next, late; /* when that is to be asked about or started; when it is given up */
	uint32_t before[LOOKS], journals;
	bool known[LOOKS];
};

static int add_name(void *data, const char *name)
{
	uint32_t *hash = data;

	/* In whatever order they come. */
	if (*name >= '0' && *name <= '9')
		*hash += lookup_hash(LOOKUP_HASH, name, strlen(name));
	return 0;
}

static uint32_t hash_journals(void)
{
	struct folder folder;
	uint32_t hash = 0;

	if (folder_locate(&folder) >= 0)
		folder_each(&folder, add_name, &hash);
	return hash;
}

int watch_open(const char *host, struct watch **ret)
{
	struct watch *watch;

	if (host && (text_after(host, "snapshot:") || text_after(host, "lspci:")))
		return -EOPNOTSUPP;
	watch = calloc(1, sizeof(*watch));
	if (!watch)
		return -ENOMEM;
	watch->host = host;
	watch->next = clock_now();
	watch->journals = hash_journals();
	*ret = watch;
	return 0;
}

void watch_close(struct watch *watch)
{
	if (watch && watch->runs)
		child_close(&watch->child, true);
	free(watch);
}

int watch_descriptor(const struct watch *watch)
{
	return -1;
}

int watch_wait_limit(const struct watch *watch)
{
	uint64_t now = clock_now();

	return watch->next > now ? (int)((watch->next - now) / (CLOCK_SECOND / 1000)) + 1 : 0;
}

static uint32_t hash_output(struct child *child, int status)
{
	uint32_t hash = lookup_hash(LOOKUP_HASH, &status, sizeof(status));
	_cleanup_close_ int fd = child_take_output(child);
	char bytes[16384];
	int size;

	while (fd >= 0 && (size = (int)read(fd, bytes, sizeof(bytes))) > 0)
		hash = lookup_hash(hash, bytes, (size_t)size);
	return hash;
}

/* The kind of the look that has ended, when its answer is another one than before. */
static unsigned compare(struct watch *watch, int status)
{
	uint32_t hash = hash_output(&watch->child, status), before = watch->before[watch->look];
	bool known = watch->known[watch->look];

	watch->before[watch->look] = hash;
	watch->known[watch->look] = true;
	return known && hash != before ? looks[watch->look].kind : 0;
}

static unsigned compare_journals(struct watch *watch)
{
	uint32_t before = watch->journals;

	watch->journals = hash_journals();
	return watch->journals != before ? WATCH_TRANSACTIONS : 0;
}

static void begin_look(struct watch *watch, uint64_t now)
{
	watch->runs = child_start(watch->host, looks[watch->look].words, 2, &watch->child) >= 0;
	watch->next = now + (watch->runs ? LOOK : EVERY);
	watch->late = now + TOO_LONG;
}

/* The next one at once, after the last one a pause. */
static unsigned end_look(struct watch *watch, uint64_t now, unsigned kinds)
{
	child_close(&watch->child, true);
	watch->runs = false;
	watch->look = (watch->look + 1) % LOOKS;
	watch->next = watch->look ? now : now + EVERY;
	return watch->look ? kinds : kinds | compare_journals(watch);
}

unsigned watch_turn(struct watch *watch)
{
	uint64_t now = clock_now();
	int status;

	if (now < watch->next)
		return 0;
	if (!watch->runs) {
		begin_look(watch, now);
		return 0;
	}
	if (child_has_ended(&watch->child, &status))
		return end_look(watch, now, compare(watch, status));
	if (now >= watch->late)
		return end_look(watch, now, 0);
	watch->next = now + LOOK;
	return 0;
}
