import { stringifyJson, type Json } from '@groundplan/terraform-type'

/** The text as it stands in Terraform's JSON syntax, where `${` begins an expression and `%{` a directive. */
export function escapeTemplate(text: string): string {
  return text.replace(/[$%]\{/g, (found) => `${found.slice(0, 1)}${found}`)
}

/**
 * The value as an expression in Terraform's native syntax, on one line. Almost JSON, but for templates, keys that are expressions
 * and escapes.
 */
export function printExpression(value: Json): string {
  return escapeTemplate(stringifyJson(value)).replace(/\\[bf/]/g, (escape) => escapes[escape] ?? escape)
}

/** Escapes of JSON that Terraform does not know. */
const escapes: Readonly<Record<string, string>> = { '\\b': '\\u0008', '\\f': '\\u000c', '\\/': '/' }
