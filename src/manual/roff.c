/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "manual/roff.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define WIDTH 79u /* of lines in the source */

/* Those that formatters make something else of. */
static void put_character(char c, FILE *out)
{
	static const struct {
		char c;
		const char *name;
	} special[] = {
	        {'\\', "\\e"},  {'-', "\\-"},   {'\'', "\\(aq"},
	        {'`', "\\(ga"}, {'^', "\\(ha"}, {'~', "\\(ti"},
	};

	for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++)
		if (special[i].c == c) {
			fputs(special[i].name, out);
			return;
		}
	fputc(c, out);
}

static void put_characters(const char *text, size_t length, FILE *out)
{
	for (size_t i = 0; i < length; i++)
		put_character(text[i], out);
}

static void put_bold(const char *text, size_t length, FILE *out)
{
	fputs("\\fB", out);
	put_characters(text, length, out);
	fputs("\\fR", out);
}

/* How long what begins here and is typed is, 0: nothing does. */
static size_t option_length(const char *text)
{
	size_t length = 2;

	if (!text_after(text, "--") || !islower((unsigned char)text[2]))
		return 0;
	while (islower((unsigned char)text[length]) || text[length] == '-')
		length++;
	return length;
}

static const char *put_quoted(const char *text, FILE *out)
{
	const char *end = strchr(text + 1, '"');

	put_bold(text + 1, (size_t)(end - text - 1), out);
	return end + 1;
}

static const char *put_word(const char *text, bool begins, FILE *out)
{
	size_t option = begins ? option_length(text) : 0;

	if (text_after(text, "\"dda ") && strchr(text + 1, '"'))
		return put_quoted(text, out);
	if (option) {
		put_bold(text, option, out);
		return text + option;
	}
	put_character(*text, out);
	return text + 1;
}

/* Lines of the source end at blanks, and none begins like a macro. */
static void put_folded(const char *text, FILE *out)
{
	size_t column = 0;

	while (*text) {
		size_t length = strcspn(text, " ");
		bool breaks = column && column + length >= WIDTH;

		fputs(column == 0 ? "" : breaks ? "\n" : " ", out);
		column = breaks ? 0 : column + (column > 0);
		column += (size_t)fprintf(out, "%s%.*s", !column && *text == '.' ? "\\&" : "",
		                          (int)length, text);
		text += length + strspn(text + length, " ");
	}
	fputc('\n', out);
}

static void put_words(const char *text, FILE *out)
{
	for (const char *begin = text; *text;) {
		bool begins = text == begin || strchr(" (\"", text[-1]);

		text = put_word(text, begins, out);
	}
}

void roff_text(const char *text, FILE *out)
{
	char *spelled = NULL;
	size_t size;
	FILE *memory = open_memstream(&spelled, &size);

	if (memory) {
		put_words(text, memory);
		fclose(memory);
	}
	put_folded(spelled ? spelled : text, out);
	free(spelled);
}

void roff_typed(const char *text, FILE *out)
{
	fputs("\\fB", out);
	put_characters(text, strlen(text), out);
	fputs("\\fR\n", out);
}

/* Paragraphs as they come. */
struct paragraphs {
	char text[4096]; /* of the one that goes on */
	bool typed;      /* lines that stay lines */
	unsigned count;
	FILE *out;
};

static void end_paragraph(struct paragraphs *paragraphs)
{
	if (paragraphs->typed)
		fputs(".fi\n", paragraphs->out);
	paragraphs->typed = false;
	if (!*paragraphs->text)
		return;
	fputs(paragraphs->count++ ? ".PP\n" : "", paragraphs->out);
	roff_text(paragraphs->text, paragraphs->out);
	*paragraphs->text = '\0';
}

static void add_typed(struct paragraphs *paragraphs, const char *line, size_t length)
{
	if (!paragraphs->typed) {
		end_paragraph(paragraphs);
		fputs(".PP\n.nf\n", paragraphs->out);
		paragraphs->typed = true;
	}
	put_characters(line, length, paragraphs->out);
	fputc('\n', paragraphs->out);
}

static void add_text(struct paragraphs *paragraphs, const char *line, size_t length)
{
	size_t have = strlen(paragraphs->text), room = sizeof(paragraphs->text) - have;

	if (paragraphs->typed)
		end_paragraph(paragraphs);
	snprintf(paragraphs->text + have, room, "%s%.*s", have ? " " : "", (int)length, line);
	if (strchr(".:", line[length - 1]))
		end_paragraph(paragraphs);
}

void roff_paragraphs(const char *text, FILE *out)
{
	struct paragraphs paragraphs = {.out = out};

	while (*text) {
		size_t length = strcspn(text, "\n");

		if (length == 0)
			end_paragraph(&paragraphs);
		else if (*text == ' ')
			add_typed(&paragraphs, text, length);
		else
			add_text(&paragraphs, text, length);
		text += length + (text[length] == '\n');
	}
	end_paragraph(&paragraphs);
}

/* A piece of a usage line that has one look: its length, its font. */
static size_t piece(const char *usage, const char **ret_font)
{
	size_t capitals = strspn(usage, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	size_t typed = strspn(usage, "abcdefghijklmnopqrstuvwxyz-");

	*ret_font = capitals ? "\\fI" : typed ? "\\fB" : "";
	return capitals ? capitals : typed ? typed : 1;
}

void roff_usage(const char *usage, FILE *out)
{
	while (*usage) {
		const char *font;
		size_t length = piece(usage, &font);

		fputs(font, out);
		put_characters(usage, length, out);
		fputs(*font ? "\\fR" : "", out);
		usage += length;
	}
	fputc('\n', out);
}
