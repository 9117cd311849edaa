import type { Finding as FindingOf } from '@groundplan/blueprint'
import type { ConfigurationRuleId } from './rules.ts'

/** A finding with a path in the configuration's data, before it has a line and column. */
export type Finding = FindingOf<ConfigurationRuleId>
