import { chloe, ingrid, jurgen, priya, tomas } from './people.ts'
import type { SampleHistory } from './sample-history.ts'

export const appEnvironmentsHistory: SampleHistory = {
  name: 'app-environments',
  head: 'f0360952efba54bf61977a9cb0fd0f98a4af0d02',
  commits: [
    {
      slug: '01-start',
      date: '2024-06-10T09:30:12+02:00',
      author: ingrid,
      message: 'chore: start the repository of environments with one that needs no cloud',
      add: ['.gitignore', 'environments/hello-environment'],
    },
    {
      slug: '02-payments-api',
      date: '2024-09-16T14:12:37+01:00',
      author: tomas,
      message: 'feat(payments-api): database and inbox on platform v1.1.0 (#2)',
    },
    {
      slug: '03-release-checklist',
      date: '2024-11-25T10:45:08-05:00',
      author: chloe,
      message: 'feat(release-checklist): releases as a checklist (#4)',
      add: ['environments/release-checklist'],
    },
    {
      slug: '04-hello-seal',
      date: '2025-02-17T16:20:55+05:30',
      author: priya,
      message: 'feat(hello-environment): greetings in other languages, a signature, a seal (#6)',
      add: ['environments/hello-environment'],
    },
    {
      slug: '05-customer-portal',
      date: '2025-07-08T11:33:41+02:00',
      author: jurgen,
      message: 'feat(customer-portal): the portal with its own network on platform v2.0.0 (#9)',
      add: ['environments/customer-portal'],
    },
    {
      slug: '06-fraud-analytics',
      date: '2025-10-06T13:08:26+05:30',
      author: priya,
      message:
        'feat(fraud-analytics): scoring of transactions (#11)\n\nrds-postgres is pinned to its own release because PostgreSQL 17 is not in a release of the whole repository yet.',
      add: ['CODEOWNERS', 'README.md', 'environments/fraud-analytics'],
      tags: [{ name: '2025-10' }],
    },
    {
      slug: '07-customer-portal-dns',
      date: '2026-02-03T09:17:50+01:00',
      author: jurgen,
      message: 'feat(customer-portal): a name for the portal, platform v2.1.0 (#14)',
      add: ['environments/customer-portal'],
    },
    {
      slug: '08-release-checklist-budget',
      date: '2026-03-17T15:52:04-04:00',
      author: chloe,
      message: 'feat(release-checklist): error budget and labels (#16)',
      add: ['environments/release-checklist/main.tf', 'environments/release-checklist/variables.tf'],
    },
    {
      slug: '09-payments-api-service',
      date: '2026-07-06T10:26:33+01:00',
      author: tomas,
      message:
        'feat(payments-api)!: the service itself, alarms, platform v2.2.0 (#19)\n\nBREAKING CHANGE: `database_password` is gone. RDS makes the password.',
      add: ['environments/payments-api'],
    },
    {
      slug: '10-fraud-analytics-python',
      date: '2026-07-14T17:41:19+05:30',
      author: priya,
      message: 'feat(fraud-analytics): Python 3.13, platform v2.2.0 (#20)',
      add: ['environments/fraud-analytics/main.tf'],
      tags: [{ name: '2026-07', message: 'State of the half-year review' }],
    },
  ],
}
