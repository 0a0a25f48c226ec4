/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/dmar-scope.h"

/* True when the last steps of the way down to the function are those of the scope. */
static bool is_at(const struct dda_function *functions, const struct dda_function *function,
                  uint16_t segment, const struct dmar_scope *scope)
{
	for (unsigned i = scope->step_count; i-- > 0;) {
		const struct dmar_step *step = &scope->steps[i];

		if (function->address.domain != segment ||
		    function->address.device != step->device ||
		    function->address.function != step->function)
			return false;
		if (i == 0)
			return function->address.bus == scope->bus;
		if (function->parent < 0)
			return false;
		function = &functions[function->parent];
	}
	return false;
}

bool dmar_names(const struct dmar_entry *entry, const struct dda_function *functions,
                unsigned index)
{
	for (size_t i = 0; i < entry->scope_count; i++)
		for (int at = (int)index; at >= 0; at = functions[at].parent)
			if (is_at(functions, &functions[at], entry->segment, &entry->scopes[i]))
				return true;
	return false;
}

const struct dmar_entry *dmar_unit_of(const struct dmar *dmar, const struct dda_function *functions,
                                      unsigned index)
{
	for (size_t i = 0; i < dmar->entry_count; i++) {
		const struct dmar_entry *entry = &dmar->entries[i];

		if (entry->type != DMAR_UNIT)
			continue;
		if (entry->flag && entry->segment == functions[index].address.domain)
			return entry;
		if (dmar_names(entry, functions, index))
			return entry;
	}
	return NULL;
}

static bool is_pci(const struct dmar_scope *scope)
{
	return scope->type == DMAR_SCOPE_ENDPOINT || scope->type == DMAR_SCOPE_BRIDGE;
}

bool dmar_is_for_graphics(const struct dmar_entry *unit, const struct dda_function *functions,
                          size_t count)
{
	bool found = false;

	if (unit->flag)
		return false;
	for (size_t i = 0; i < unit->scope_count; i++)
		if (!is_pci(&unit->scopes[i]))
			return false;
	for (unsigned i = 0; i < count; i++) {
		if (!dmar_names(unit, functions, i))
			continue;
		if (function_base_class(&functions[i]) != 0x03)
			return false;
		found = true;
	}
	return found;
}
