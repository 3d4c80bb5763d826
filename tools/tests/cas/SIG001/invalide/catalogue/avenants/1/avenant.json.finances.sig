signé
