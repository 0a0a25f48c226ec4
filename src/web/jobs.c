/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/jobs.h"

#include <string.h>

#include "web/now.h"

/* A plan has some steps for each function of each card; more is not believed. */
#define MAX_STEPS 100000

static void job_deinit(struct job *job)
{
	json_decref(job->document);
	json_decref(job->answer);
	*job = (struct job){0};
}

void jobs_deinit(struct jobs *jobs)
{
	for (size_t i = 0; i < jobs->count; i++)
		job_deinit(&jobs->items[i]);
	jobs->count = 0;
}

static void remove_at(struct jobs *jobs, size_t index)
{
	job_deinit(&jobs->items[index]);
	jobs->count--;
	memmove(&jobs->items[index], &jobs->items[index + 1],
	        (jobs->count - index) * sizeof(jobs->items[0]));
	jobs->items[jobs->count] = (struct job){0};
}

void jobs_forget(struct jobs *jobs)
{
	size_t ended = 0, first = jobs->count;

	for (size_t i = jobs->count; i-- > 0;)
		if (jobs->items[i].ended) {
			ended++;
			first = i;
		}
	if (ended > MAX_JOBS_KEPT)
		remove_at(jobs, first);
}

struct job *jobs_add(struct jobs *jobs, unsigned number, const char *command)
{
	char now[NOW_SIZE];
	struct job *job;

	if (jobs->count == MAX_JOBS)
		return NULL;
	now_text(now);
	job = &jobs->items[jobs->count];
	job->document = json_pack("{sssisssssss[]snsnsn}", "schema", "dda.job/1", "job",
	                          (int)number, "command", command, "begun", now, "state", "running",
	                          "steps", "waiting", "waiting_since", "status");
	if (!job->document)
		return NULL;
	job->number = number;
	jobs->count++;
	return job;
}

struct job *jobs_find(struct jobs *jobs, unsigned number)
{
	for (size_t i = 0; number && i < jobs->count; i++)
		if (jobs->items[i].number == number)
			return &jobs->items[i];
	return NULL;
}

static bool take_step(struct job *job, json_t *step)
{
	json_t *steps = json_object_get(job->document, "steps");

	json_object_set_new(job->document, "waiting", json_null());
	json_object_set_new(job->document, "waiting_since", json_null());
	return json_array_size(steps) < MAX_STEPS && json_array_append(steps, step) == 0;
}

static bool take_waiting(struct job *job, json_t *waiting)
{
	char now[NOW_SIZE];

	now_text(now);
	json_object_set_new(job->document, "waiting_since", json_string(now));
	return json_object_set(job->document, "waiting", waiting) == 0;
}

bool job_take_line(struct job *job, const char *line)
{
	json_t *value = *line == '{' ? json_loads(line, 0, NULL) : NULL;
	json_t *waiting = json_object_get(value, "waiting");
	bool taken = false;

	if (json_is_integer(json_object_get(value, "step")))
		taken = take_step(job, value);
	else if (json_is_integer(waiting))
		taken = take_waiting(job, waiting);
	json_decref(value);
	return taken;
}

void job_end(struct job *job, int status, json_t *answer)
{
	/* Where there was none, the document says what comes nearest. */
	if (status < 0)
		status = (int)json_integer_value(json_object_get(answer, "status"));
	job->ended = true;
	job->answer = answer;
	json_object_set_new(job->document, "state", json_string("ended"));
	json_object_set_new(job->document, "waiting", json_null());
	json_object_set_new(job->document, "waiting_since", json_null());
	json_object_set_new(job->document, "status", json_integer(status));
}

json_t *job_document(const struct job *job)
{
	json_t *document = json_copy(job->document);

	if (document)
		json_object_set(document, "answer", job->answer ? job->answer : json_null());
	return document;
}

json_t *jobs_document(const struct jobs *jobs)
{
	json_t *items = json_array();

	for (size_t i = 0; i < jobs->count; i++)
		json_array_append(items, jobs->items[i].document);
	return json_pack("{ssso}", "schema", "dda.jobs/1", "jobs", items);
}
