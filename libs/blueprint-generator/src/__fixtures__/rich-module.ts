import { readModule, type TerraformModule } from '@groundplan/terraform-module'

const readme = `# Message broker

[![ci](badge.svg)](ci)

Runs a broker for \`events\`: queues, topics # and *dead letters*.
`

const main = `
terraform {
  required_version = ">= 1.6, < 2.0"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
    random = ">= 3"
  }
}

resource "aws_mq_broker" "this" {}
resource "aws_security_group" "a" {}
resource "aws_security_group" "b" {}
data "aws_vpc" "this" {}

module "key" {
  source  = "example/kms/aws"
  version = "~> 2.0"
}

module "plug-in" {
  source = var.plug_in
}
`

const variables = `
variable "name" {
  description = "Name of the broker: lower-case, no #hash."
  type        = string
  validation {
    condition     = can(regex("^[a-z|-]+$", var.name))
    error_message = "Use lower-case letters."
  }
  validation {
    condition     = length(var.name) <= 20
    error_message = "Use at most 20 characters."
  }
}

variable "engine" {
  type    = string
  default = "3.13"
  validation {
    condition     = contains(["3.12", "3.13"], var.engine)
    error_message = "Choose 3.12 or 3.13."
  }
}

variable "nodes" {
  description = <<-EOT
    How many nodes:
      - 1 for tests | 3 for <production>
  EOT
  type    = number
  default = 1
  validation {
    condition     = var.nodes >= 1 && var.nodes <= 5 && floor(var.nodes) == var.nodes
    error_message = "One to five."
  }
}

variable "public" {
  type = bool
}

variable "listeners" {
  description = "Who may connect."
  type = list(object({
    port     = number # TCP
    protocol = optional(string, "amqp")
    cidrs    = optional(set(string), [])
  }))
  default = [{ port = 5671 }]
  validation {
    condition     = alltrue([for l in var.listeners : l.port > 0 && l.port < 65536])
    error_message = "Ports are between 1 and 65535."
  }
}

variable "on" {
  type    = "string"
  default = "no"
}

variable "password" {
  type      = string
  sensitive = true
  default   = "not to be shown"
}

variable "token" {
  type      = string
  ephemeral = true
}

variable "window" {
  description = ""
  type        = string
  default     = null
}

variable "tags" {
  type    = map(string)
  default = {}
}
`

const outputs = `
output "endpoint" {
  description = "Address | port."
  value       = aws_mq_broker.this.endpoint
}

output "admin_password" {
  value     = aws_mq_broker.this.admin_password
  sensitive = true
}
`

/** A small module with something of everything. */
export function readRichModule(): Promise<TerraformModule> {
  const files = { 'README.md': readme, 'main.tf': main, 'outputs.tf': outputs, 'variables.tf': variables }
  return readModule({
    path: 'modules/broker',
    files: Object.entries(files).map(([name, text]) => ({
      path: `modules/broker/${name}`,
      bytes: new TextEncoder().encode(text),
    })),
  })
}
