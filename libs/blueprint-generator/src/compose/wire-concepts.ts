/** What a reference leads to. */
export type Concept = (typeof concepts)[number][0]

/** By the name of an input or output, the first that fits. */
const concepts = [
  ['subnet', /subnets?(?:_ids?|_names?)?$|subnetworks?$/],
  [
    'network',
    /^(?:\w+_)?(?:vpc|network|vnet|virtual_network)(?:_ids?|_names?|_self_link)?$|authorized_network/,
  ],
  ['sg', /(?:security_groups?|sg)(?:_ids?)?$/],
  ['project', /project(?:_ids?)?$/],
  ['rg', /resource_group(?:_ids?|_names?)?$/],
  ['cluster', /cluster(?:_names?|_ids?)?$/],
  ['key', /(?:kms|key|encryption)\w*(?:_ids?|_arns?|_crn)?$/],
  ['context', /^context$/],
  ['igw', /(?:igw|internet_gateway)(?:_ids?)?$/],
  ['location', /location$|region$/],
  ['log', /log_(?:group|sink|bucket)\w*/],
  ['role', /role(?:_arns?|_names?)?$/],
  ['cert', /certificate(?:_arns?|_ids?)?$/],
  ['route', /route_tables?(?:_ids?)?$/],
  ['tmpl', /template(?:_id)?$/],
  ['bucket', /bucket(?:_ids?|_names?|_arns?)?$/],
  ['topic', /topic(?:_arns?)?$/],
  ['inst', /instance(?:_ids?|_names?)?$/],
] as const

/** Longest name that is looked at, in characters. */
const maximumLength = 100

/** The concept that a name means, e.g. `network` for `vpc_id`, `undefined` for most names. */
export function findConcept(name: string): Concept | undefined {
  const text = name.toLowerCase().slice(0, maximumLength)
  return concepts.find(([, pattern]) => pattern.test(text))?.[0]
}
