import type { Finding as FindingOf } from '@groundplan/blueprint'
import type { ConfigurationRuleId } from './rules.ts'

/** A finding that is placed in the configuration's data, not yet in its text. */
export type Finding = FindingOf<ConfigurationRuleId>
