/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/step.h"

/*
 * The pieces of libvirt domain XML (https://libvirt.org/formatdomain.html) that dda adds and takes
 * away. Each has an alias of ours ("ua-" is libvirt's prefix for names given by users), by which
 * we know our own later: what a person wrote in the definition stays.
 */
#define PORT_ALIAS_PREFIX "ua-dda-port-"

/* <hostdev> for a STEP_ADD or STEP_REMOVE. Heap text, or NULL without memory. */
char *domain_xml_hostdev(const struct step *step);

/* <controller> for a STEP_PREPARE or STEP_UNPREPARE: a PCIe root port. Heap text, or NULL without
 * memory. */
char *domain_xml_port(const struct step *step);
