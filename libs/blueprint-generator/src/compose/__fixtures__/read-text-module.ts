import { readModule, type SourceFile } from '@groundplan/terraform-module'
import type { ModulePart } from '../part.ts'

/** A module with this text as its only file. */
export async function readTextPart(grain: string, text: string): Promise<ModulePart> {
  const path = `modules/${grain}`
  const module = await readModule({ path, files: toFiles(path, text) })
  return { grain, module, source: { store: 'estate', path, commit: 'a'.repeat(40) } }
}

export function toFiles(path: string, text: string): readonly SourceFile[] {
  return [{ path: `${path}/main.tf`, bytes: new TextEncoder().encode(text) }]
}

const tags = `
variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
}
`

export const network = `${tags}
variable "name" {
  type = string
}
resource "aws_vpc" "this" {}
resource "aws_subnet" "private" {
  count = 2
}
resource "aws_security_group" "inner" {}
output "vpc_id" {
  description = "ID of the VPC."
  value       = aws_vpc.this.id
}
output "private_subnet_ids" {
  description = "IDs of the private subnets."
  value       = aws_subnet.private[*].id
}
output "name" {
  value = var.name
}
`

export const database = `${tags}
variable "name" {
  type = string
  validation {
    condition     = length(var.name) <= 20
    error_message = "At most 20 characters."
  }
}
variable "vpc_id" {
  description = "VPC of the database."
  type        = string
}
variable "subnet_ids" {
  description = "Private subnets of the database."
  type        = list(string)
}
variable "password" {
  type      = string
  sensitive = true
}
resource "aws_db_instance" "this" {}
output "endpoint" {
  value = aws_db_instance.this.endpoint
}
output "password" {
  value     = var.password
  sensitive = true
}
`
