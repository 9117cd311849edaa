variable "name" {
  description = "Name of the function."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "The name may have up to 64 letters, digits, hyphens and underscores."
  }
}

variable "runtime" {
  description = "Language and version that the function runs on."
  type        = string

  validation {
    condition     = contains(["nodejs20.x", "python3.12", "java21", "provided.al2023"], var.runtime)
    error_message = "Choose nodejs20.x, python3.12, java21 or provided.al2023."
  }
}

variable "handler" {
  description = "Function in the package that receives the events, such as index.handler."
  type        = string
  default     = "index.handler"
}

variable "package" {
  description = "Zip archive of the function in S3."

  type = object({
    bucket  = string
    key     = string
    version = optional(string)
  })

  validation {
    condition     = endswith(var.package.key, ".zip")
    error_message = "The package must be a .zip archive."
  }
}

variable "architectures" {
  description = "Processor of the function."
  default     = ["arm64"]

  validation {
    condition     = length(var.architectures) == 1
    error_message = "Give exactly one architecture."
  }
}

variable "memory_size" {
  description = "Memory in MiB. The processor grows with it."
  type        = number
  default     = 256

  validation {
    condition     = var.memory_size >= 128 && var.memory_size <= 10240
    error_message = "The memory must be between 128 and 10240 MiB."
  }
}

variable "timeout" {
  description = "Seconds that one call may take."
  type        = number
  default     = 10

  validation {
    condition     = var.timeout > 0 && var.timeout <= 900
    error_message = "The timeout must be between 1 and 900 seconds."
  }
}

variable "reserved_concurrency" {
  description = "Calls that may run at once. -1: no limit of its own. 0: the function is switched off."
  type        = number
  default     = -1
}

variable "environment" {
  description = "Environment variables. Give ARNs of secrets, not secrets."
  type        = map(string)
  default     = {}
  sensitive   = true
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[A-Z][A-Z0-9_]*$", name))])
    error_message = "Names of environment variables have upper-case letters, digits and underscores."
  }
}

variable "vpc" {
  description = "Subnets and security groups, if the function must reach something in a VPC."

  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  })

  default = null
}

variable "permissions_boundary_arn" {
  description = "Policy that limits what the function can ever be allowed."
  type        = string
}

variable "policy_statements" {
  description = "What the function may do."

  type = list(object({
    actions   = list(string)
    resources = list(string)
  }))

  default = []

  validation {
    condition     = alltrue([for statement in var.policy_statements : !contains(statement.actions, "*")])
    error_message = "Name the actions: a star allows everything."
  }
}

variable "event_queue" {
  description = "SQS queue whose messages the function handles."

  type = object({
    arn                = string
    batch_size         = optional(number, 10)
    batching_window    = optional(number, 0)
    report_failures    = optional(bool, true)
    max_concurrency    = optional(number)
    visibility_timeout = optional(number, 60)
  })

  default = null

  validation {
    condition     = var.event_queue == null ? true : var.event_queue.visibility_timeout >= 6 * var.timeout
    error_message = "The queue's visibility timeout must be at least six times the function's timeout."
  }
}

variable "log_retention_days" {
  description = "Days to keep the logs."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 7, 14, 30, 60, 90, 180, 365], var.log_retention_days)
    error_message = "Choose 1, 3, 7, 14, 30, 60, 90, 180 or 365 days."
  }
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
