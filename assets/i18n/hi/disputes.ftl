# शिकायत टैब।

raise-dispute = शिकायत करें
is-disputed = इस पर शिकायत दर्ज है।
