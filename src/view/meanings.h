/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What docs/findings.md says, which is the only place where it is written: scripts/findings makes
 * these tables of it. In English; who shows them has them translated.
 */

/* A part of it; the first is what is said before all others. */
struct meaning_topic {
	const char *title;
	const char *text; /* paragraphs with an empty line between them, or "" */
};

/* One code; the texts are as long as their lines there. */
struct meaning {
	unsigned topic; /* index into meaning_topics */
	const char *code, *severity, *meaning, *remedy;
};

/* Both end with a row of NULLs. */
extern const struct meaning_topic meaning_topics[];
extern const struct meaning meanings[];

/* The row of that code, or NULL. */
const struct meaning *meaning_find(const char *code);
