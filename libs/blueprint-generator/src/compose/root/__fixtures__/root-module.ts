import { printBlueprint, validateBlueprint } from '@groundplan/blueprint'
import { readModule } from '@groundplan/terraform-module'
import { expect } from 'vitest'
import { readTextPart } from '../../__fixtures__/read-text-module.ts'
import { composeBlueprint } from '../../compose-blueprint.ts'
import { planFromRootModule } from '../plan-from-root-module.ts'

const net = `
variable "name" { type = string }
resource "aws_vpc" "this" {}
output "vpc_id" { value = aws_vpc.this.id }
output "subnet_ids" { value = aws_vpc.this.ids }
output "zones" { value = { a = aws_vpc.this.id } }
output "password" {
  value     = aws_vpc.this.password
  sensitive = true
}
`
const sink = `
variable "text" {
  type    = string
  default = null
}
variable "ids" {
  type    = list(string)
  default = []
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "number" {
  type    = number
  default = 1
}
variable "password" {
  type      = string
  default   = null
  sensitive = true
}
resource "terraform_data" "s" {}
output "endpoint" { value = terraform_data.s.id }
`

const pair = `
terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.replica]
    }
  }
}
resource "aws_s3_bucket" "main" {}
resource "aws_s3_bucket" "copy" {
  provider = aws.replica
}
`

/** Plans a root module with this text, which may call `../net`, `../sink`, and `../pair`, which has an alias. */
export async function planRoot(text: string, name = 'main.tf') {
  const path = 'environments/shop'
  const files = [{ path: `${path}/${name}`, bytes: new TextEncoder().encode(text) }]
  const module = await readModule({ path, files })
  const found = new Map([
    ['net', await readTextPart('net', net)],
    ['sink', await readTextPart('sink', sink)],
    ['pair', await readTextPart('pair', pair)],
  ])
  const source = { store: 'estate', path, commit: 'c'.repeat(40) }
  return planFromRootModule({ module, files, source }, ({ source: from = '' }) => found.get(from.slice(3)))
}

/** Composes it; nothing may be wrong with it or the blueprint. */
export async function composeRoot(text: string, name?: string) {
  const plan = await planRoot(text, name)
  expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const blueprint = composeBlueprint(plan, { name: 'shop' })
  const { diagnostics } = validateBlueprint('shop.yaml', printBlueprint(blueprint))
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return blueprint
}

/** Calls `net`; has variables and locals. */
export const shop = `
variable "who" { type = string }
variable "zone" { type = string }
variable "extra" { type = map(string) }
locals {
  prefix = "app-\${var.who}"
  tags   = { team = "shop", who = local.prefix }
}
module "net" {
  source = "../net"
  name   = "n"
}
`

/** The same, and calls `sink` with these arguments, the first in line 15. */
export function sinkWith(lines: string): string {
  return `${shop}module "sink" {\n  source = "../sink"\n  ${lines}\n}\n`
}
