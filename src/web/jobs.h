/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* What was begun by POST run: those that run, and the last ones that ended. */

#define MAX_JOBS_KEPT 20
#define MAX_JOBS (MAX_JOBS_KEPT + 32)

struct job {
	unsigned number;  /* the backend's; 0: free */
	unsigned session; /* who began it */
	char peer[64];
	json_t *document; /* dda.job/1, without "answer" */
	json_t *answer;   /* NULL: none yet */
	bool ended;
};

struct jobs {
	struct job items[MAX_JOBS]; /* in the order in which they began */
	size_t count;
};

void jobs_deinit(struct jobs *jobs);

/* A job that begins now; NULL when there are too many, or without memory. */
struct job *jobs_add(struct jobs *jobs, unsigned number, const char *command);

/* The job of that number, or NULL. */
struct job *jobs_find(struct jobs *jobs, unsigned number);

/* Takes in a line that the command said with --progress. True when it changed something. */
bool job_take_line(struct job *job, const char *line);

/* It has ended; takes `answer` over. `status`: as in struct backend_end. */
void job_end(struct job *job, int status, json_t *answer);

/* Forgets one that ended long ago, if there are too many; others may have moved then. */
void jobs_forget(struct jobs *jobs);

/* dda.job/1 with its answer, and dda.jobs/1. NULL without memory. */
json_t *job_document(const struct job *job);
json_t *jobs_document(const struct jobs *jobs);
