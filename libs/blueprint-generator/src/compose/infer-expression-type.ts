import { parseType, type TerraformType } from '@groundplan/terraform-type'

const any: TerraformType = { kind: 'any' }
const text: TerraformType = { kind: 'string' }
const listOfAny: TerraformType = { kind: 'list', element: any }
const mapOfAny: TerraformType = { kind: 'map', element: any }

/** Return types of Terraform functions, where they do not depend on the arguments. */
const functionTypes: ReadonlyMap<string, TerraformType> = new Map([
  ...functions('join format lower upper title trimspace trim trimprefix trimsuffix replace substr', text),
  ...functions('jsonencode yamlencode base64encode base64decode templatefile file cidrsubnet cidrhost', text),
  ...functions('tostring urlencode sha1 sha256 md5 abspath basename dirname formatdate timestamp', text),
  ...functions(
    'concat compact flatten keys values split tolist sort distinct slice range chunklist',
    listOfAny,
  ),
  ...functions(
    'formatlist matchkeys reverse cidrsubnets setunion setintersection setsubtract toset',
    listOfAny,
  ),
  ...functions('merge zipmap tomap transpose', mapOfAny),
  ...functions('length abs ceil floor max min parseint tonumber sum', { kind: 'number' }),
  ...functions('contains can alltrue anytrue tobool startswith endswith', { kind: 'bool' }),
])

function functions(names: string, type: TerraformType) {
  return names.split(' ').map((name) => [name, type] as const)
}

/** Attributes that are one text in every resource of every provider that we know. */
const textAttributes =
  /^(?:id|arn|name|self_link|endpoint|dns_name|address|fqdn|url|uri|email|zone_id|location)$/

/** Maximum length of an expression to analyze, in characters. */
const maximumLength = 2_000

/**
 * The type of an expression's value as far as its form tells, `any` where it does not. `variables` are the types of `var.…`;
 * resources' schemas are not known here, only attributes that are texts everywhere.
 */
export function inferExpressionType(
  expression: string,
  variables: ReadonlyMap<string, TerraformType>,
): TerraformType {
  const source = expression.slice(0, maximumLength).trim()
  if (source.startsWith('"') || source.startsWith('<<')) return text
  if (source.startsWith('[')) return listOfAny
  if (source.startsWith('{')) return mapOfAny
  if (/^-?\d/.test(source)) return { kind: 'number' }
  if (source === 'true' || source === 'false') return { kind: 'bool' }
  const call = /^([a-z0-9_]+)\s*\(/.exec(source)?.[1]
  if (call !== undefined) return inferCall(call, source.slice(source.indexOf('(') + 1), variables)
  const variable = /^var\.([\w-]+)$/.exec(source)?.[1]
  if (variable !== undefined) return variables.get(variable) ?? any
  return isTraversal.test(source) ? inferTraversal(source) : any
}

const isTraversal = /^[a-z_][\w-]*(?:\s*(?:\.(?:[\w-]+|\*)|\[[^\][]*\]))+$/i

/** A whole resource or called module is an object; only its provider knows the attributes. */
const isWhole =
  /^(?!(?:var|local|each|path|module|data)\.)[a-z]\w*_\w+\.[\w-]+$|^module\.[\w-]+$|^data\.[\w-]+\.[\w-]+$/

function inferTraversal(source: string): TerraformType {
  if (isWhole.test(source)) return { kind: 'object', attributes: [] }
  const attribute = source.slice(source.lastIndexOf('.') + 1)
  const isSplat = source.includes('[*]') || source.includes('.*')
  const element = textAttributes.test(attribute) ? text : any
  return isSplat ? { kind: 'list', element } : element
}

function inferCall(
  name: string,
  inside: string,
  variables: ReadonlyMap<string, TerraformType>,
): TerraformType {
  // `try` and similar functions return one of their arguments, usually the first.
  if (name === 'try' || name === 'coalesce' || name === 'nonsensitive' || name === 'sensitive')
    return inferExpressionType(firstArgument(inside), variables)
  if (name === 'one' || name === 'element') {
    const list = inferExpressionType(firstArgument(inside), variables)
    return list.kind === 'list' || list.kind === 'set' ? list.element : any
  }
  return functionTypes.get(name) ?? any
}

/** Up to the first comma that is not inside of brackets or quotes, or to the closing bracket. */
function firstArgument(inside: string): string {
  let depth = 0
  let isQuoted = false
  for (let index = 0; index < inside.length; index += 1) {
    const character = inside.charAt(index)
    if (character === '"') isQuoted = !isQuoted
    if (isQuoted) continue
    if ('([{'.includes(character)) depth += 1
    else if (depth === 0 && ',)'.includes(character)) return inside.slice(0, index)
    else if (')]}'.includes(character)) depth -= 1
  }
  return inside
}

/** An output's type: declared, or inferred from its value. */
export function inferOutputType(
  {
    typeExpression,
    value,
  }: { readonly typeExpression: string | undefined; readonly value: string | undefined },
  variables: ReadonlyMap<string, TerraformType>,
): TerraformType {
  const declared = typeExpression === undefined ? undefined : parseType(typeExpression)
  if (declared?.ok) return declared.type
  return value === undefined ? any : inferExpressionType(value, variables)
}
