"""Pages of the office: proposal, advice, decision, and what happens when somebody was faster or typed nonsense."""

import pytest
from django.urls import reverse

from assessment.tests.conftest import picture_file
from puskesos.models import Activity, PersonalDataRead, Provider, User
from puskesos.roles import Duty, Role
from referrals import handling, placement
from referrals.handling import Actor
from referrals.models import Consent, Offer, Programme, Referral
from referrals.states import ReferralStatus
from referrals.tests.conftest import NOW
