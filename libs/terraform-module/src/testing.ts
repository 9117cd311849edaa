export { compareParsers } from './syntax/compare-parsers.ts'
export type { ParserComparison } from './syntax/compare-parsers.ts'
export { parseWithHcl2json } from './syntax/judge-hcl.ts'
