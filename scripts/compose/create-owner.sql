-- Runs once, when the volume of the database is new: the owner of the tables, who is no superuser and makes the application's roles.
\getenv password DATABASE_OWNER_PASSWORD
CREATE ROLE tenantry_owner LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE tenantry OWNER tenantry_owner;
