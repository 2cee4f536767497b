"""Tables and their validated inputs; no queries. `METADATA` describes the whole database."""

from __future__ import annotations

from score_desktop.models.activity import ActivityValue, ActivityValueIn, Product, ProductIn
from score_desktop.models.audit import Audit, AuditFactor, AuditFactorIn, AuditIn
from score_desktop.models.base import Input, Row, ScoreModel, assign, make, new_uid, table_of, utc_now
from score_desktop.models.batch import ChangeLog, ImportBatch, ImportBatchIn, ImportProfile, ImportProfileIn
from score_desktop.models.bill import Bill, BillIn, Meter, MeterIn
from score_desktop.models.bill_file import BillAttachment, BillAttachmentIn
from score_desktop.models.enterprise import (
    Attachment,
    AttachmentContent,
    AttachmentIn,
    Brand,
    BrandIn,
    Contact,
    ContactIn,
    Enterprise,
    EnterpriseIn,
    Site,
    SiteIn,
)
from score_desktop.models.finding import FindingReview, FindingReviewIn
from score_desktop.models.process import (
    ProcessSettings,
    ProcessSettingsIn,
    ProcessStep,
    ProcessStepIn,
    ResourceFlow,
    ResourceFlowIn,
)
from score_desktop.models.text import search_key
from score_desktop.models.types import from_micro, to_micro

METADATA = ScoreModel.metadata

__all__ = [
    "METADATA",
    "ActivityValue",
    "ActivityValueIn",
    "Attachment",
    "AttachmentContent",
    "AttachmentIn",
    "Audit",
    "AuditFactor",
    "AuditFactorIn",
    "AuditIn",
    "Bill",
    "BillAttachment",
    "BillAttachmentIn",
    "BillIn",
    "Brand",
    "BrandIn",
    "ChangeLog",
    "Contact",
    "ContactIn",
    "Enterprise",
    "EnterpriseIn",
    "FindingReview",
    "FindingReviewIn",
    "ImportBatch",
    "ImportBatchIn",
    "ImportProfile",
    "ImportProfileIn",
    "Input",
    "Meter",
    "MeterIn",
    "ProcessSettings",
    "ProcessSettingsIn",
    "ProcessStep",
    "ProcessStepIn",
    "Product",
    "ProductIn",
    "ResourceFlow",
    "ResourceFlowIn",
    "Row",
    "ScoreModel",
    "Site",
    "SiteIn",
    "assign",
    "from_micro",
    "make",
    "new_uid",
    "search_key",
    "table_of",
    "to_micro",
    "utc_now",
]
