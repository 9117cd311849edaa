variable "name" {
  description = "Name of the key; its alias becomes alias/<name>."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9/_-]{1,250}$", var.name))
    error_message = "The name may have letters, digits, slashes, underscores and hyphens."
  }

  validation {
    condition     = !startswith(var.name, "aws/")
    error_message = "Names that start with aws/ belong to AWS."
  }
}

variable "description" {
  description = "What the key protects."
  type        = string
  default     = "Managed by platform-modules/kms-key"
}

variable "key_administrators" {
  description = "ARNs of the roles that may manage the key but not use it."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.key_administrators : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/", arn))])
    error_message = "Every administrator must be the ARN of an IAM role."
  }
}

variable "key_users" {
  description = "ARNs of the roles that may encrypt and decrypt with the key."
  type        = set(string)
  default     = []
}

variable "service_principals" {
  description = "AWS services that may use the key, such as sns.amazonaws.com."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for principal in var.service_principals : endswith(principal, ".amazonaws.com")])
    error_message = "Every service principal must end with .amazonaws.com."
  }
}

variable "deletion_window_in_days" {
  description = "Days that a deleted key can still be brought back."
  type        = number
  default     = 30

  validation {
    condition     = var.deletion_window_in_days >= 7 && var.deletion_window_in_days <= 30
    error_message = "The deletion window must be between 7 and 30 days."
  }
}

variable "multi_region" {
  description = "Whether the key can be replicated to other regions. Cannot be changed later."
  type        = bool
  default     = false
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
