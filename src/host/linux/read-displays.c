/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-holders.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "base/translate.h"

#define GRAPHICS "sys/class/graphics"
#define CONSOLES "sys/class/vtconsole"
#define DRM "sys/class/drm"

/*
 * What shows on a display: the firmware's screen, the text console, monitors. The console of a
 * machine's only display can't be done without, until somebody takes it off that.
 */

struct display {
	const struct dda_function *function;
	bool boots; /* the firmware shows its screen on it */
};

struct reader {
	const struct root *root;
	struct dda_inventory *inventory;
	struct fact fact;
	bool console_fb, console_vga; /* what the text console is drawn by */
	const char *fb;               /* where the console's framebuffer hangs, or NULL */
	uint64_t fb_number;
	struct {
		struct display *items;
		size_t count;
	} displays;
};

/* A small file of an entry of a folder of links. Returns its length or a negative errno. */
static int read_file(const struct reader *reader, const char *class, const char *name,
                     const char *file, char *text, size_t size)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s/%s", class, name, file);
	return root_read(reader->root, reader->root->fd, path, text, size);
}

/* "(M) frame buffer device", "(S) VGA+", "(S) dummy device" */
static int note_console(void *data, int folder, const char *name)
{
	struct reader *reader = data;
	char bound[16] = "", driver[128] = "";
	int r = read_file(reader, CONSOLES, name, "bind", bound, sizeof(bound));

	if (r >= 0)
		r = read_file(reader, CONSOLES, name, "name", driver, sizeof(driver));
	if (r < 0)
		note_unread(&reader->fact, "/" CONSOLES, -r);
	if (r < 0 || *bound != '1')
		return 0;
	reader->console_fb |= strstr(driver, "frame buffer") != NULL;
	reader->console_vga |= strstr(driver, "VGA") != NULL;
	return 0;
}

/* The console is on the first one, and goes to the next when that is taken away. */
static int note_framebuffer(void *data, int folder, const char *name)
{
	struct reader *reader = data;
	const char *after = text_after(name, "fb");
	uint64_t number;

	if (!after || text_whole_number(after, 10, &number) < 0 ||
	    (reader->fb && reader->fb_number < number))
		return 0;
	reader->fb = root_link(reader->root, folder, name, &reader->inventory->arena);
	reader->fb_number = number;
	return 0;
}

/* A kernel may have no text console and no framebuffers; a copy may just lack them. */
static int read_class(struct reader *reader, const char *path, const char *source,
                      int (*each)(void *data, int folder, const char *name))
{
	int r = root_for_each(reader->root, path, each, reader);

	if (r < 0 && !(r == -ENOENT && reader->root->whole))
		note_unread(&reader->fact, source, -r);
	return r == -ENOMEM ? r : 0;
}

static int read_display(struct reader *reader, const struct dda_function *function)
{
	_cleanup_close_ int folder = root_open_function(reader->root, function->address);
	struct display *display = ARRAY_ADD(&reader->displays);

	if (!display)
		return -ENOMEM;
	*display = (struct display){
	        .function = function,
	        .boots = root_number(reader->root, folder, "boot_vga", 10).value == 1,
	};
	return 0;
}

/* Framebuffers of the firmware don't always say whose they are; the first display's, then. */
static bool has_console(const struct reader *reader, const struct display *display)
{
	if (reader->console_vga && display->boots)
		return true;
	if (!reader->console_fb || !reader->fb)
		return false;
	return strstr(reader->fb, "/pci") ? holder_is_below(reader->fb, display->function)
	                                  : display->boots;
}

/* It shows something, or could: not what only computes (3D controllers, accelerators). */
static bool is_screen(const struct display *display)
{
	const struct dda_function *function = display->function;

	return function_base_class(function) == 0x03 && function_class(function) != 0x0302 &&
	       function->hold == HOLD_HOST && function->state != FUNCTION_MISSING &&
	       (display->boots || !fact_is_absent(function->driver.fact));
}

static int add_display(struct reader *reader, const struct display *display, bool only)
{
	struct holder holder = {.kind = HOLDER_DISPLAY, .name = "display"};

	if (display->function->hold != HOLD_HOST)
		return 0;
	if (has_console(reader, display)) {
		holder.vital = only && is_screen(display);
		holder.why = holder.vital ? _("the host's only one, with its text console")
		                          : _("the text console shows on it");
	} else if (display->boots) {
		holder.why = _("the firmware shows its screen on it");
	} else {
		return 0;
	}
	return holder_add(reader->inventory, display->function->address_text.text, holder);
}

static int add_displays(struct reader *reader)
{
	const struct dda_inventory *inventory = reader->inventory;
	unsigned screens = 0;

	for (size_t i = 0; i < inventory->functions.count; i++)
		if (function_is_display(&inventory->functions.items[i]) &&
		    read_display(reader, &inventory->functions.items[i]) < 0)
			return -ENOMEM;
	for (size_t i = 0; i < reader->displays.count; i++)
		screens += is_screen(&reader->displays.items[i]);
	for (size_t i = 0; i < reader->displays.count; i++)
		if (add_display(reader, &reader->displays.items[i], screens == 1) < 0)
			return -ENOMEM;
	return 0;
}

/* "card0-HDMI-A-1", with what hangs on it. Emulated ones are called "card0-Virtual-1". */
static int add_monitor(void *data, int folder, const char *name)
{
	struct reader *reader = data;
	struct arena *arena = &reader->inventory->arena;
	const char *connector = strchr(name, '-'), *path;
	char status[32], enabled[32];

	if (!connector || text_after(connector, "-Virtual") || text_after(connector, "-Writeback"))
		return 0;
	if (read_file(reader, DRM, name, "status", status, sizeof(status)) < 0 ||
	    read_file(reader, DRM, name, "enabled", enabled, sizeof(enabled)) < 0 ||
	    !text_equal(status, "connected") || !text_equal(enabled, "enabled"))
		return 0;
	path = root_link(reader->root, folder, name, arena);
	return path ? holder_add(reader->inventory, path,
	                         (struct holder){.kind = HOLDER_DISPLAY,
	                                         .name = arena_format(arena, "monitor at %s",
	                                                              connector + 1)})
	            : 0;
}

int read_displays(const struct root *root, struct dda_inventory *inventory, struct fact *ret_fact)
{
	struct reader reader = {
	        .root = root, .inventory = inventory, .fact = fact_known("/" CONSOLES)};
	int r = 0;

	if (read_class(&reader, CONSOLES, "/" CONSOLES, note_console) < 0 ||
	    read_class(&reader, GRAPHICS, "/" GRAPHICS, note_framebuffer) < 0 ||
	    add_displays(&reader) < 0)
		r = -ENOMEM;
	free(reader.displays.items);
	if (r < 0)
		return r;
	r = root_for_each(root, DRM, add_monitor, &reader);
	*ret_fact = reader.fact;
	return r == -ENOMEM ? r : 0;
}
