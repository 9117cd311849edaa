variable "name" {
  description = "Name of the security group."
  type        = string

  validation {
    condition     = length(var.name) >= 1 && length(var.name) <= 200
    error_message = "The name must have 1 to 200 characters."
  }

  validation {
    condition     = !startswith(var.name, "sg-")
    error_message = "AWS keeps the prefix sg- for ids."
  }
}

variable "description" {
  description = "What the group is for. AWS does not allow it to be changed later."
  type        = string
  default     = "Managed by platform-modules/security-group"
}

variable "vpc_id" {
  description = "VPC that the group belongs to."
  type        = string

  validation {
    condition     = can(regex("^vpc-[0-9a-f]{8,17}$", var.vpc_id))
    error_message = "This must be the id of a VPC, such as vpc-0a1b2c3d."
  }
}

variable "ingress" {
  description = "What may come in. Each rule names either address ranges or another security group."

  type = list(object({
    description              = string
    port                     = number
    to_port                  = optional(number) # the same as port if absent
    protocol                 = optional(string, "tcp")
    cidr_blocks              = optional(list(string), [])
    source_security_group_id = optional(string)
  }))

  default  = []
  nullable = false

  validation {
    condition     = alltrue([for rule in var.ingress : rule.port >= 1 && rule.port <= 65535])
    error_message = "Ports are between 1 and 65535."
  }

  validation {
    condition     = alltrue([for rule in var.ingress : contains(["tcp", "udp"], rule.protocol)])
    error_message = "The protocol must be tcp or udp."
  }

  validation {
    condition     = alltrue([for rule in var.ingress : rule.to_port == null || coalesce(rule.to_port, 0) >= rule.port])
    error_message = "A range of ports must not end before it starts."
  }

  validation {
    condition     = alltrue([for rule in var.ingress : length(rule.cidr_blocks) > 0 != (rule.source_security_group_id != null)])
    error_message = "Each rule needs either address ranges or a security group."
  }
}

variable "egress" {
  description = "What may go out. Nothing by default."

  type = list(object({
    description                   = string
    port                          = number
    to_port                       = optional(number)
    protocol                      = optional(string, "tcp")
    cidr_blocks                   = optional(list(string), [])
    destination_security_group_id = optional(string)
  }))

  default  = []
  nullable = false

  validation {
    condition     = alltrue([for rule in var.egress : rule.port >= 1 && rule.port <= 65535])
    error_message = "Ports are between 1 and 65535."
  }
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
