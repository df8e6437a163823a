"""One search over households, surveys, complaints and referrals: it knows all apps, so it stands above them."""
