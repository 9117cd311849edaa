variable "name" {
  description = "Name of the topic, without the .fifo suffix."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,251}$", var.name))
    error_message = "The name may have up to 251 letters, digits, hyphens and underscores."
  }
}

variable "display_name" {
  description = "Name that receivers of text messages see. At most 10 characters are shown."
  type        = string
  default     = ""

  validation {
    condition     = length(var.display_name) <= 100
    error_message = "The display name may have at most 100 characters."
  }
}

variable "fifo" {
  description = "Deliver in order and without duplicates, to queues only."
  type        = bool
  default     = false
}

variable "kms_key_id" {
  description = "KMS key that encrypts the messages."
  type        = string
  default     = "alias/aws/sns"
}

variable "subscriptions" {
  description = "Who receives the messages, by a name of your choice."

  type = map(object({
    protocol      = string
    endpoint      = string
    raw           = optional(bool, false)
    filter_policy = optional(map(list(string)))
  }))

  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for subscription in values(var.subscriptions) : contains(["sqs", "lambda", "https", "email"], subscription.protocol)])
    error_message = "The protocol must be sqs, lambda, https or email."
  }

  validation {
    condition     = alltrue([for subscription in values(var.subscriptions) : subscription.protocol != "email" || endswith(subscription.endpoint, "@northbank.example")])
    error_message = "Messages leave by mail to northbank.example only."
  }

  validation {
    condition     = !var.fifo || alltrue([for subscription in values(var.subscriptions) : subscription.protocol == "sqs"])
    error_message = "A FIFO topic delivers to queues only."
  }
}

variable "https_retries" {
  description = "Attempts to deliver to an https endpoint."
  type        = number
  default     = "3"

  validation {
    condition     = var.https_retries >= 0 && var.https_retries <= 100
    error_message = "Between 0 and 100 attempts."
  }
}

variable "publisher_account_ids" {
  description = "Other AWS accounts that may publish. Account ids are text: they may start with 0."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.publisher_account_ids : can(regex("^\\d{12}$", id))])
    error_message = "An account id has twelve digits."
  }
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
