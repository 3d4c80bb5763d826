"""From a Vue to every adherent's contribution, to the cent."""
