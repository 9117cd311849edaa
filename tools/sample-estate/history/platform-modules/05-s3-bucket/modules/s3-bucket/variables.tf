variable "bucket" {
  description = "Name of the bucket. Names are unique in the whole of AWS: start with northbank-."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "The name must have 3 to 63 lower-case letters, digits, dots and hyphens."
  }

  validation {
    condition     = !can(regex("\\.\\.|^xn--|-s3alias$", var.bucket))
    error_message = "The name has a part that S3 refuses."
  }
}

variable "versioning" {
  description = "Keep earlier versions of objects."
  type        = bool
  default     = true
  nullable    = false
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the objects. Without one, S3's own key (SSE-S3) is used."
  type        = string
  default     = null
}

variable "force_destroy" {
  description = "Delete the bucket even if it still has objects. For throw-away environments only."
  type        = bool
  default     = false
}

variable "expire_after_days" {
  description = "Days after which objects are deleted. 0: never."
  type        = number
  default     = 0

  validation {
    condition     = var.expire_after_days >= 0
    error_message = "The number of days must not be negative."
  }
}

variable "read_only_role_arns" {
  description = "ARNs of the roles of other accounts that may read the bucket."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.read_only_role_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/", arn))])
    error_message = "Every reader must be the ARN of an IAM role."
  }
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
