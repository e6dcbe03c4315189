# ends: raised
import threading
import time


def attempt(canary):
    for _ in range(300):
        threading.Thread(target=time.sleep, args=(60,)).start()
