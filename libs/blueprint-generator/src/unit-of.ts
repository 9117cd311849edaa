import type { Variable } from '@groundplan/terraform-module'

/** Units by the last word of a variable's name. Words that may mean something else (`min`, `sec`, `count`) are not among them. */
const unitsByWord: Readonly<Record<string, string>> = {
  ms: 'ms',
  milliseconds: 'ms',
  seconds: 'seconds',
  minutes: 'minutes',
  hours: 'hours',
  days: 'days',
  weeks: 'weeks',
  months: 'months',
  years: 'years',
  bytes: 'bytes',
  kb: 'kB',
  kib: 'KiB',
  mb: 'MB',
  mib: 'MiB',
  gb: 'GB',
  gib: 'GiB',
  tb: 'TB',
  tib: 'TiB',
  mbps: 'Mbit/s',
  mibps: 'MiB/s',
  percent: '%',
  percentage: '%',
}

/** Words of descriptions that name units, so that a description which speaks of another one is noticed. */
const unitWords: Readonly<Record<string, string>> = {
  ...unitsByWord,
  millisecond: 'ms',
  second: 'seconds',
  minute: 'minutes',
  hour: 'hours',
  day: 'days',
  week: 'weeks',
  month: 'months',
  year: 'years',
  byte: 'bytes',
  kilobytes: 'kB',
  kibibytes: 'KiB',
  megabytes: 'MB',
  mebibytes: 'MiB',
  gigabytes: 'GB',
  gibibytes: 'GiB',
  terabytes: 'TB',
  tebibytes: 'TiB',
}

/** The unit that a number's name ends in (`retention_days`), unless its description speaks of other ones only. */
export function unitOf({ name, type, description = '' }: Variable): string | undefined {
  if (type.kind !== 'number') return undefined
  const word = /[a-z\d][_-]([a-z]+)$/i.exec(name)?.[1]?.toLowerCase()
  const unit = word === undefined ? undefined : find(unitsByWord, word)
  const words = description.toLowerCase().match(/[a-z]+/g) ?? []
  const told = words.flatMap((each) => find(unitWords, each) ?? [])
  return unit === undefined || told.length === 0 || told.includes(unit) ? unit : undefined
}

function find(units: Readonly<Record<string, string>>, word: string): string | undefined {
  return Object.hasOwn(units, word) ? units[word] : undefined
}
