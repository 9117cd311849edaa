import type { TerraformModule } from '@groundplan/terraform-module'

/** Headings that are about the document and not about the module. */
const genericHeading =
  /^(?:the )?(?:read ?me|overview|introduction|intro|description|summary|about|usage|(?:table of )?contents?|toc|documentation|docs|getting started|quick ?start|requirements|prerequisites|(?:terraform )?modules?|terraform(?: code| configuration)?|infrastructure|examples?|(?:module |project |repo(?:sitory)? )?(?:title|name)|todo|tbd|untitled|changelog|notes?)$/i

/** What a template has where its user should have written something: `<MODULE NAME>`, `{{ title }}`, `[Module name]`, `$NAME`. */
const placeholder =
  /<[^<>]+>|\{\{.*\}\}|\$\{|\$[A-Z_]+\b|%\w+%|^\[[^[\]]+\]$|^_{2,}|\b(?:module|project|service)[ _-]name[ _-]here\b/i

/**
 * The title that the README gives its module, in its first heading. `undefined` where the blueprint's name in words says more: a heading that
 * only repeats the folder's name, says what every README says, or was left as the template had it.
 */
export function titleOf({ readme: { title } }: Pick<TerraformModule, 'readme'>): string | undefined {
  if (title === undefined || /^[a-z0-9_-]+$/.test(title)) return undefined
  const words = title.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
  return words === '' || genericHeading.test(words) || placeholder.test(title) ? undefined : title
}
