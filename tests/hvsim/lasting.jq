# Of a state what lasts: without the jobs that were, counters and times, and what a new entry of a VM is
# called by.
del(.jobs, .last_job, .serial, .devices[].instance_at, .devices[].proxy_known,
    .vms[].pci[]["InstanceID", "VirtualSystemIdentifiers"])
