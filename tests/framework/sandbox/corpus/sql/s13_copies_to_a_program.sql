-- ends: raised
COPY orders TO PROGRAM 'id'
