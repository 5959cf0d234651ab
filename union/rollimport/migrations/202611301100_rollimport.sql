-- +goose Up
-- One file on its way into the roll. position is the last row that is committed in the present pass;
-- it, the counters and the members of a chunk are written together.
create table roll_import (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null,
    account_id bigint not null,
    file_name text not null,
    sha text not null,
    size bigint not null,
    state text not null,
    next_state text not null,
    mapping text not null,
    options text not null,
    counts text not null,
    position bigint not null,
    progress bigint not null,
    stop boolean not null,
    why text not null,
    version bigint not null,
    lease_by text not null,
    lease_until timestamptz,
    at timestamptz not null,
    changed_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    constraint roll_import_pk primary key (id)
);
create index roll_import_of on roll_import (tenant_id, id);
create index roll_import_unit on roll_import (org_id, id);
create index roll_import_file on roll_import (sha);
create index roll_import_work on roll_import (id) where state in ('checking', 'running');

-- What an import has to say about its cells, in the order of the rows.
create table roll_import_finding (
    import_id bigint not null,
    n bigint not null,
    row_no bigint not null,
    col bigint not null,
    field text not null,
    weight text not null,
    code text not null,
    args text not null,
    value text not null,
    proposal text not null,
    constraint roll_import_finding_pk primary key (import_id, n)
); -- clustered

-- How the columns of a unit's files were matched last.
create table roll_import_mapping (
    org_id bigint not null,
    tenant_id bigint not null,
    account_id bigint not null,
    mapping text not null,
    at timestamptz not null,
    constraint roll_import_mapping_pk primary key (org_id)
);
