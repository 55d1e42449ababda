"""What runs when a customer asks. A new product is one folder and one line here."""

from lingoreel.products.recognition import RECOGNITION

PRODUCTS = (RECOGNITION,)

__all__ = ["PRODUCTS"]
