/** How long rows are kept. Audit entries are kept for ever; sessions go when they have expired. */
export const retentionPolicy = {
  /** Ended runs, with their results, and their batches. */
  runDays: 90,
  /** Heartbeats that succeeded: one an hour and tenant would soon be most of all rows. */
  heartbeatDays: 2,
  /** Logs and timelines of ended runs, counted from the end of the run. */
  lineDays: 30,
  /** Settled consent requests. */
  consentRequestDays: 30,
  /** Closed alerts. */
  alertDays: 30,
  /** Newest runs of a job in a tenant that keep their result rows. */
  resultsOfJob: 5,
} as const;
