variable "name" {
  description = "Name of this environment."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,29}$", var.name))
    error_message = "The name must start with a letter and have 3 to 30 lower-case letters, digits and hyphens."
  }
}

variable "owner" {
  description = "Team or person who answers for the environment."
  type        = string
  default     = "risk"
}

variable "models" {
  description = "Models that score transactions."

  type = list(object({
    name            = string
    version         = string # of the package in the artifact bucket
    threshold       = optional(number, 0.85)
    max_concurrency = optional(number, 10)
  }))

  validation {
    condition     = length(var.models) >= 1 && length(var.models) <= 5
    error_message = "Give one to five models."
  }

  validation {
    condition     = alltrue([for model in var.models : model.threshold > 0 && model.threshold < 1])
    error_message = "Thresholds are between 0 and 1."
  }

  validation {
    condition     = alltrue([for model in var.models : model.max_concurrency >= 2 && model.max_concurrency <= 1000])
    error_message = "SQS allows a concurrency between 2 and 1000."
  }
}

variable "scoring" {
  description = "Resources of each call."

  type = object({
    memory  = optional(number, 1024)
    timeout = optional(number, 30)
  })

  default  = {}
  nullable = false
}

variable "keep_days" {
  description = "Days that objects are kept, by kind."
  type        = map(number)

  default = {
    raw      = 30
    features = 365
  }

  validation {
    condition     = alltrue([for days in values(var.keep_days) : days >= 1])
    error_message = "Keep objects for at least one day."
  }
}

variable "artifact_bucket" {
  description = "Bucket that the build puts packages into."
  type        = string
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the risk account."
  type        = string
}

variable "case_database" {
  description = "Database of the analysts' cases. None if absent."

  type = object({
    multi_az            = optional(bool, false)
    vpc_id              = string
    subnet_ids          = list(string)
    analyst_cidr_blocks = list(string)
  })

  default = null
}

variable "throw_away" {
  description = "An environment for an experiment: it can be deleted with everything in it."
  type        = bool
  default     = false
}
