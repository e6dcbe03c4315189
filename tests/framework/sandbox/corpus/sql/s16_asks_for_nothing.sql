-- ends: raised

