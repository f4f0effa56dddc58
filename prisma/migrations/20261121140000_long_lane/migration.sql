-- Runs that did not end within their first turn have slots of their own.
ALTER TYPE "lane" ADD VALUE 'long';
