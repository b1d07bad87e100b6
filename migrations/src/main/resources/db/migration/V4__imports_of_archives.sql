-- An import comes from a path on a worker, from an archive that was uploaded, or from a prefix of the bucket.
alter table import_job drop constraint import_job_folder_absolute;
alter table import_job add constraint import_job_source
    check (folder like '/%' or folder like 'upload:%/%' or folder like 's3://%');
