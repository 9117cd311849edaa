variable "name" {
  description = <<EOT
Path of the secret: <team>/<application>/<what>, for example "payments/api/card-scheme-key".
Use lower case; the name shows in logs, so it must not be a secret itself: no user names, no hosts.
# is not allowed.
EOT

  type = string

  validation {
    condition     = can(regex("^[a-z0-9-]+(/[a-z0-9-]+){1,4}$", var.name))
    error_message = "The name must be a path of two to five parts of lower-case letters, digits and hyphens."
  }
}

variable "description" {
  description = "What the secret opens, and who to ask about it."
  type        = string
}

variable "values" {
  description = "The secret itself, as names and values. Without it the secret is created empty, to be filled by hand."
  type        = map(string)
  default     = null
  sensitive   = true
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the secret. Without one, the key of Secrets Manager is used."
  type        = string
  default     = null
}

variable "recovery_window_in_days" {
  description = "Days that a deleted secret can be brought back. 0 deletes it at once."
  type        = number
  default     = 30

  validation {
    condition     = var.recovery_window_in_days == 0 || (var.recovery_window_in_days >= 7 && var.recovery_window_in_days <= 30)
    error_message = "Give 0, or 7 to 30 days."
  }
}

variable "rotation" {
  description = "Function that rotates the secret, and how often. Not rotated if absent."

  type = object({
    lambda_arn = string
    every_days = optional(number, 90)
  })

  default = null

  validation {
    condition     = var.rotation == null ? true : var.rotation.every_days >= 1 && var.rotation.every_days <= 365
    error_message = "A secret is rotated at least once a year."
  }
}

variable "reader_role_arns" {
  description = "ARNs of the roles that may read the secret."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.reader_role_arns) <= 10
    error_message = "A secret that more than ten roles read is no secret."
  }
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
