variable "name" {
  description = "Name of this environment. Everything in it starts with it."
  type        = string

  validation {
    condition     = can(regex("^payments-[a-z0-9-]{2,20}$", var.name))
    error_message = "The name must start with payments-, followed by 2 to 20 lower-case letters, digits and hyphens."
  }
}

variable "stage" {
  description = "What the environment is for. Production has a standby database and cannot be deleted by mistake."
  type        = string

  validation {
    condition     = contains(["development", "test", "production"], var.stage)
    error_message = "The stage must be development, test or production."
  }
}

variable "region" {
  description = "Region of the environment."
  type        = string
  default     = "eu-north-1"

  validation {
    condition     = contains(["eu-north-1", "eu-west-1"], var.region)
    error_message = "Payments run in eu-north-1 or eu-west-1."
  }
}

variable "image" {
  description = "Image of the payments API, with its version."
  type        = string
}

variable "vpc_id" {
  description = "VPC of the payments account."
  type        = string
}

variable "private_subnet_ids" {
  description = "Private subnets of the payments account."
  type        = list(string)

  validation {
    condition     = length(var.private_subnet_ids) >= 2
    error_message = "Give at least two subnets."
  }
}

variable "cluster_arn" {
  description = "ECS cluster of the payments account."
  type        = string
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the payments account."
  type        = string
}

variable "database" {
  description = "Size of the database."

  type = object({
    instance_class = optional(string, "db.t4g.medium")
    storage        = optional(number, 50)
    max_storage    = optional(number, 500)
  })

  default = {}
}

variable "tasks" {
  description = "Copies of the API."
  type        = number
  default     = 2

  validation {
    condition     = var.tasks >= 1 && var.tasks <= 20
    error_message = "Between 1 and 20 copies."
  }

  validation {
    condition     = var.stage != "production" || var.tasks >= 2
    error_message = "Production needs at least two copies."
  }
}

variable "card_scheme_key" {
  description = "Key with which the card scheme signs its callbacks."
  type        = string
  sensitive   = true

  validation {
    condition     = length(var.card_scheme_key) >= 32
    error_message = "The key must have at least 32 characters."
  }
}

variable "on_call" {
  description = "Mail address that alarms go to."
  type        = string
  default     = "payments-on-call@northbank.example"
}

variable "cost_centre" {
  description = "Cost centre that pays."
  type        = string
  default     = "4711"

  validation {
    condition     = can(regex("^[0-9]{4}$", var.cost_centre))
    error_message = "A cost centre has four digits."
  }
}
