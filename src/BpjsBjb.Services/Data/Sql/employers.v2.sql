-- The number of the place of business, sealed like the tax number in it. See decision 0029.
alter table employers add nitku_sealed bytea null;
