variable "name" {
  description = "Name of the role."
  type        = string

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.name))
    error_message = "The name may have 1 to 64 letters, digits and the characters + = , . @ _ -."
  }
}

variable "description" {
  description = "What the role is for."
  type        = string

  validation {
    condition     = length(trimspace(var.description)) >= 10
    error_message = "Say in at least ten characters what the role is for: auditors read this."
  }
}

variable "trusted_services" {
  description = "AWS services that may take the role, such as ecs-tasks.amazonaws.com."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for service in var.trusted_services : can(regex("^[a-z0-9.-]+\\.amazonaws\\.com$", service))])
    error_message = "Every service must end with .amazonaws.com."
  }
}

variable "trusted_role_arns" {
  description = "ARNs of the roles that may take this role."
  type        = set(string)
  default     = []

  validation {
    condition     = length(var.trusted_role_arns) + length(var.trusted_services) > 0
    error_message = "Somebody must be able to take the role: give trusted_services or trusted_role_arns."
  }
}

variable "external_id" {
  description = "Secret word that those who take the role from another account must know."
  type        = string
  default     = null
  sensitive   = true
}

variable "permissions_boundary_arn" {
  description = "Policy that limits what the role can ever be allowed. The guard rails ask for one in every account."
  type        = string
}

variable "managed_policy_arns" {
  description = "ARNs of the managed policies of the role."
  type        = set(string)
  default     = []

  validation {
    condition     = !contains([for arn in var.managed_policy_arns : element(split("/", arn), -1)], "AdministratorAccess")
    error_message = "Roles of applications are not administrators."
  }
}

variable "policy_document" {
  description = "Policy of the role itself, written as an object: { Version = \"2012-10-17\", Statement = [...] }."
  type        = any
  default     = null
}

variable "max_session_duration" {
  description = "Longest session, in seconds."
  type        = number
  default     = 3600

  validation {
    condition     = var.max_session_duration >= 3600 && var.max_session_duration <= 43200
    error_message = "A session may last between one hour (3600) and twelve hours (43200)."
  }

  validation {
    condition     = floor(var.max_session_duration) == var.max_session_duration
    error_message = "Give whole seconds."
  }
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
